/** The folders of libs/release/src, lowest first: a folder imports none that stands after it. */
const layers = [
  '(?:clock|errors|events|keys)\\.ts',
  'ports/',
  'config/',
  'metadata/',
  'places/',
  'context\\.ts',
  'tags/',
  'archives/',
  'provenance/',
  'latest/',
  'activity/',
  'metrics/',
  'watch/',
  'gates/',
  'operations/',
  'index\\.ts',
];
const inRelease = (layer) => `^libs/release/src/${layer}`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that import each other, be it types only, can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layers.slice(0, -1).map((layer, index) => ({
      name: `release-${layer.replace(/\W+/g, '-').replace(/^-|-$|-ts$/g, '')}-imports-nothing-above`,
      comment: 'Arrows in libs/release go one way; docs/architecture.md shows the order.',
      severity: 'error',
      from: { path: inRelease(layer), pathNot: '\\.spec\\.ts$|/testing/' },
      to: { path: layers.slice(index + 1).map(inRelease) },
    })),
  ],
  options: {
    // Type imports count.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
  },
};

import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const face = /@font-face\s*\{[^}]*\}/g;
const embedded = /url\(\s*(['"]?)data:font\/woff2;base64,([^'")]+)\1\s*\)\s*format\([^)]*\)/;

/**
 * Cloudscape's global styles carry their fonts as data: URLs, which the server's content security policy forbids, and
 * which every visitor would load whether a face is used or not. This makes files of them. The two faces of the first
 * view come along with its script, hence before its text; any other that is late is left for the next visit
 * (`optional`), so that no text jumps.
 */
export function fontsAsFiles(): Plugin {
  return {
    name: 'sluice:fonts-as-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const firstFaces = new Set<string>();
      const toFile = (rule: string): string =>
        rule.replace(embedded, (_whole, _quote, base64: string) => {
          const source = Buffer.from(base64, 'base64');
          const name = `open-sans-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`;
          this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
          if (/font-style:\s*normal/.test(rule) && /font-weight:\s*[47]00/.test(rule)) firstFaces.add(name);
          return `url(${name}) format("woff2");font-display:optional`;
        });
      const assets = Object.values(bundle).filter((output) => output.type === 'asset');
      for (const asset of assets.filter(({ fileName }) => fileName.endsWith('.css')))
        asset.source = String(asset.source).replace(face, toFile);
      const links = [...firstFaces].map(
        (name) =>
          `    <link rel="preload" as="font" type="font/woff2" crossorigin href="/assets/${name}" />\n`,
      );
      for (const asset of assets.filter(({ fileName }) => fileName.endsWith('.html')))
        asset.source = String(asset.source).replace('  </head>', `${links.join('')}  </head>`);
    },
  };
}

import { WorkspaceClone } from '@sluice/dev';

/** Answers every request with what it is, as the pipeline's check of its health expects. */
const server = (greeting: string) => `
require('node:http')
  .createServer((request, response) =>
    response.end(JSON.stringify({ greeting: ${JSON.stringify(greeting)}, digest: process.env.SLUICE_DIGEST, app: process.env.SLUICE_APP })),
  )
  .listen(Number(process.env.PORT), process.env.HOST);
`;

/** The files of this repository that a workspace of other apps needs: its settings, and what Nx loads of the plugin. */
const isKept = (path: string) => !path.includes('/') || /^tools\/nx-sluice\/[^/]+$/.test(path);

/** The apps of a workspace, each a server of one file, beside nothing that would take long to build or to look at. */
export class SmallApps {
  readonly clone: WorkspaceClone;

  constructor(
    readonly names: string[],
    variables: Record<string, string> = {},
  ) {
    const clone = new WorkspaceClone(variables, isKept);
    this.clone = clone;
    const environments = {
      stage: { tag: 'latest' },
      uat: { tag: 'uat' },
      prod: { tag: 'prod', requires: ['stage'] },
    };
    const [app] = names;
    const apps = Object.fromEntries(names.map((name) => [name, { environments }]));
    clone.write('sluice.json', JSON.stringify(names.length === 1 ? { app, environments } : { apps }));
    for (const name of names) {
      this.project(name);
      this.greet(name, `${name} greets`);
    }
    clone.commit('small apps');
  }

  /** A project that packs and publishes one file of its own. */
  project(name: string, publish: object = {}): void {
    const input = `apps/${name}/src`;
    const targets = {
      package: {
        executor: 'nx-sluice:package-archive',
        options: { assets: [{ input, glob: '**/*', output: 'app/server' }] },
      },
      publish: { executor: 'nx-sluice:publish-s3', ...publish },
      status: { executor: 'nx-sluice:status' },
      promote: { executor: 'nx-sluice:promote' },
    };
    this.clone.append(`apps/${name}/project.json`, JSON.stringify({ name, targets }));
  }

  greet(name: string, greeting: string): void {
    this.clone.append(`apps/${name}/src/main.js`, '');
    this.clone.write(`apps/${name}/src/main.js`, server(greeting));
  }
}

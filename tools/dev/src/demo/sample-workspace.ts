import { GitWorkspace } from 'nx-sluice';

const settings = {
  app: 'story',
  environments: {
    stage: { tag: 'latest' },
    uat: { tag: 'uat' },
    prod: { tag: 'prod', requires: ['uat'], confirm: true },
  },
};

const targets = {
  package: {
    executor: 'nx-sluice:package-archive',
    options: {
      output: 'dist/app.zip',
      assets: [{ input: 'server', output: 'app/server' }],
    },
  },
  publish: { executor: 'nx-sluice:publish-s3', options: { archive: 'dist/app.zip' } },
};

/** A workspace of an app without a build, with a git history of its own, in a temporary folder. */
export class SampleWorkspace extends GitWorkspace {
  constructor() {
    super('sluice-sample-', {
      'sluice.json': JSON.stringify(settings),
      'apps/app/project.json': JSON.stringify({ name: 'app', targets }),
      '.gitignore': 'dist/\n',
    });
  }

  /** Commits a server that says `words` and its commit at every path. */
  commitServer(text: string): string {
    this.write('server/main.js', serverThatSays(text));
    return this.commit(text);
  }

  /** Commits a server that ends before it answers anything; `words` are its last. */
  commitBrokenServer(text: string): string {
    this.write('server/main.js', `console.error(${JSON.stringify(text)});\nprocess.exit(1);\n`);
    return this.commit(text);
  }
}

function serverThatSays(text: string): string {
  return `const { createServer } = require('node:http');
const { HOST, PORT, SLUICE_COMMIT: commit, SLUICE_DIGEST: digest } = process.env;
const answer = JSON.stringify({ words: ${JSON.stringify(text)}, commit, digest });
createServer((_, response) => response.end(answer)).listen(Number(PORT), HOST);
`;
}

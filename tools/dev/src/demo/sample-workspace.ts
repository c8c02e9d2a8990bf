import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

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
export class SampleWorkspace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-sample-'));
  readonly root = join(this.folder, 'workspace');
  /** The folder of its local cloud. */
  readonly cloud = join(this.folder, 'cloud');

  constructor() {
    this.write('sluice.json', JSON.stringify(settings));
    this.write('apps/app/project.json', JSON.stringify({ name: 'app', targets }));
    this.write('.gitignore', 'dist/\n');
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.name', 'Ada Lovelace');
    this.git('config', 'user.email', 'ada@example.org');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' }).trim();
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  /** Commits everything, and returns the sha. */
  commit(subject: string): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', subject);
    return this.git('rev-parse', 'HEAD');
  }

  /** Commits a server that says `words` and its commit at every path. */
  commitServer(words: string): string {
    this.write('server/main.js', serverThatSays(words));
    return this.commit(words);
  }

  /** Commits a server that ends before it answers anything; `words` are its last. */
  commitBrokenServer(words: string): string {
    this.write('server/main.js', `console.error(${JSON.stringify(words)});\nprocess.exit(1);\n`);
    return this.commit(words);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function serverThatSays(words: string): string {
  return `const { createServer } = require('node:http');
const { HOST, PORT, SLUICE_COMMIT: commit, SLUICE_DIGEST: digest } = process.env;
const answer = JSON.stringify({ words: ${JSON.stringify(words)}, commit, digest });
createServer((_, response) => response.end(answer)).listen(Number(PORT), HOST);
`;
}

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** This one, with what is installed in it. */
export const repository = resolve(__dirname, '../../../../..');
const bin = join(repository, 'dist/nx-sluice/bin/sluice.cjs');

/** Variables of whoever runs the tests, which must not reach what is tested. */
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_|FORCE_COLOR$|NODE_OPTIONS$)/;

const build = `
const { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } = require('node:fs');
const [name] = process.argv.slice(2);
const folder = 'dist/' + name;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(folder + '/main.js', readFileSync(name + '/main.js'));
writeFileSync(folder + '/run.sh', '#!/bin/sh\\n');
chmodSync(folder + '/run.sh', 0o755);
symlinkSync('main.js', folder + '/index.js');
console.log('built ' + name);
`;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A clone of one repository of two projects that build, on a machine of its own: its home and Nx's own cache are its. */
export class Machine {
  readonly home: string;

  constructor(
    readonly root: string,
    private readonly folder: string,
    private readonly cloud: string,
  ) {
    this.home = join(folder, 'home');
    mkdirSync(this.home, { recursive: true });
  }

  start(args: string[], env: Record<string, string> = {}): ChildProcess {
    const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return spawn(process.execPath, [bin, ...args], {
      cwd: this.root,
      env: {
        ...Object.fromEntries(kept),
        HOME: this.home,
        NX_DAEMON: 'false',
        NX_ISOLATE_PLUGINS: 'false',
        NX_TUI: 'false',
        NX_CACHE_DIRECTORY: join(this.folder, 'nx-cache'),
        AWS_EC2_METADATA_DISABLED: 'true',
        SLUICE_LOCAL_CLOUD: this.cloud,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async run(args: string[], env: Record<string, string> = {}): Promise<Ended> {
    const child = this.start(args, env);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { code, stdout, stderr };
  }

  /** Builds both projects, with the cache beside Nx. */
  build(options: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
    const nx = join(repository, 'node_modules/nx/dist/bin/nx.js');
    return this.run(
      ['cache', ...options, '--', process.execPath, nx, 'run-many', '-t', 'build', '--outputStyle=static'],
      env,
    );
  }

  git(...args: string[]): void {
    execFileSync('git', ['-c', 'user.name=Amy', '-c', 'user.email=amy@example.org', ...args], {
      cwd: this.root,
    });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** What git sees that is not committed. */
  get changes(): string {
    return execFileSync('git', ['status', '--porcelain'], { cwd: this.root, encoding: 'utf8' });
  }
}

/** One repository, one local cloud, and machines with clones of it. */
export class CachedWorkspace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-cached-'));
  private readonly origin = join(this.folder, 'origin');
  readonly cloud = join(this.folder, 'cloud');
  private readonly machines: Machine[] = [];

  constructor() {
    const project = (name: string) =>
      JSON.stringify({
        name,
        targets: {
          build: {
            executor: 'nx:run-commands',
            cache: true,
            inputs: ['{projectRoot}/**/*', '{workspaceRoot}/build.cjs'],
            outputs: [`{workspaceRoot}/dist/${name}`],
            options: { command: `node build.cjs ${name}` },
          },
        },
      });
    const files = {
      'package.json': '{"name":"small","private":true}',
      'nx.json':
        '{"analytics":false,"neverConnectToCloud":true,"defaultBase":"main","plugins":["nx-sluice"]}',
      '.gitignore': 'node_modules\n.nx\ndist\n',
      'sluice.json': '{"app":"small","environments":{"stage":{"tag":"latest"}}}',
      'build.cjs': build,
      'client/project.json': project('client'),
      'client/main.js': 'client',
      'server/project.json': project('server'),
      'server/main.js': 'server',
    };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.origin, path)), { recursive: true });
      writeFileSync(join(this.origin, path), content);
    }
    const git = (...args: string[]) => execFileSync('git', args, { cwd: this.origin });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('-c', 'user.name=Amy', '-c', 'user.email=amy@example.org', 'commit', '-qm', 'first commit');
  }

  /** A fresh clone with a home and an own cache of Nx that are empty. */
  machine(name: string): Machine {
    const folder = join(this.folder, name);
    const root = join(folder, 'workspace');
    execFileSync('git', ['clone', '-q', this.origin, root]);
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
    const machine = new Machine(root, folder, this.cloud);
    this.machines.push(machine);
    return machine;
  }

  /** @throws Error when something was written below a home folder, where it would be the user's. */
  dispose(): void {
    const written = this.machines.flatMap(({ home }) =>
      readdirSync(home, { recursive: true, encoding: 'utf8' }),
    );
    rmSync(this.folder, { recursive: true, force: true });
    if (written.length > 0) throw new Error(`Written below the home folder: ${written.join(', ')}`);
  }
}

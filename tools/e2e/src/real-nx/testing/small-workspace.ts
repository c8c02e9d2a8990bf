import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../../../../..');

/** A workspace of one project, whose executor runs a script with the printer and the interruption of the real ones. */
export class SmallWorkspace {
  readonly root: string;
  /** Empty at first. */
  readonly home: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-small-'));

  /** @param script the body of an async function that has `printer`, `runCommand` and `interruptible`. */
  constructor(script: string) {
    this.root = join(this.folder, 'workspace');
    this.home = join(this.folder, 'home');
    mkdirSync(this.home);
    mkdirSync(join(this.root, 'tool'), { recursive: true });
    mkdirSync(join(this.root, 'app'));
    symlinkSync(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    const terminal = join(repository, 'tools/nx-sluice/src/terminal');
    const files = {
      'package.json': '{"name":"small","private":true}',
      'nx.json': '{"analytics":false,"neverConnectToCloud":true}',
      '.gitignore': 'node_modules\n.nx\n',
      'app/project.json': '{"name":"app","targets":{"run":{"executor":"./tool:run"}}}',
      'tool/package.json': '{"name":"tool","executors":"./executors.json"}',
      'tool/executors.json': '{"executors":{"run":{"implementation":"./run.js","schema":"./schema.json"}}}',
      'tool/schema.json': '{"version":2,"type":"object","properties":{}}',
      'tool/run.js': `
        const { readDefaultTsConfig } = require('@swc-node/register/read-default-tsconfig');
        require('@swc-node/register/register').register(
          readDefaultTsConfig(${JSON.stringify(join(repository, 'tsconfig.base.json'))}),
        );
        const { createPrinter } = require(${JSON.stringify(join(terminal, 'printer'))});
        const { runCommand } = require(${JSON.stringify(join(terminal, 'run-command'))});
        const { interruptible } = require(${JSON.stringify(join(terminal, 'watch/interruption'))});
        const printer = createPrinter({ json: true });
        exports.default = () => runCommand(printer, false, async () => { ${script} });
      `,
    };
    for (const [path, text] of Object.entries(files)) writeFileSync(join(this.root, path), text);
    execFileSync('git', ['init', '-q'], { cwd: this.root });
  }

  /**
   * Nx with its words in pipes, or in a file: of a pipe that is not read for a moment, Nx itself may end
   * before it has written all.
   * @param output descriptor of that file
   */
  run(output: number | 'pipe' = 'pipe'): ChildProcess {
    const nx = require.resolve('nx/bin/nx', { paths: [repository] });
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(NX_|CI$|GITHUB_|FORCE_COLOR$)/.test(name),
    );
    return spawn(process.execPath, [nx, 'run', 'app:run', '--outputStyle=stream-without-prefixes'], {
      cwd: this.root,
      env: {
        ...Object.fromEntries(kept),
        HOME: this.home,
        NX_DAEMON: 'false',
        NX_ISOLATE_PLUGINS: 'false',
        NX_TUI: 'false',
        NX_CACHE_DIRECTORY: join(this.folder, 'nx-cache'),
      },
      stdio: ['ignore', output, 'pipe'],
    });
  }

  /** @throws Error when something was written below the home folder, where it would be the user's. */
  dispose(): void {
    const written = readdirSync(this.home, { recursive: true });
    rmSync(this.folder, { recursive: true, force: true });
    if (written.length > 0) throw new Error(`Written below the home folder: ${written.join(', ')}`);
  }
}

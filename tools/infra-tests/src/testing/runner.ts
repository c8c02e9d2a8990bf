import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsweringSluice, environmentOf } from '@sluice/dev';
import { interpolate, type Contexts } from './expressions';
import { inRepository, repositoryRoot } from './repository';
import { stepNamed, type Workflow } from './workflow';

export interface Outcome {
  status: number | null;
  output: string;
}

/** A clone of this repository, and a runner's folders: what GitHub's runner is to a workflow's `run:` steps. */
export class Runner {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-runner-'));
  readonly clone = join(this.folder, 'work');
  readonly cloud = join(this.folder, 'cloud');
  private readonly answering = new AnsweringSluice();
  private readonly environment = join(this.folder, 'environment');
  private readonly outputFile = join(this.folder, 'output');
  private readonly summaryFile = join(this.folder, 'summary.md');

  constructor() {
    this.git(['clone', '--quiet', '--shared', repositoryRoot, this.clone], this.folder);
    symlinkSync(inRepository('node_modules'), join(this.clone, 'node_modules'));
    // .gitignore has the folder only, and a link is none.
    writeFileSync(join(this.clone, '.git/info/exclude'), 'node_modules\n');
    this.git(['config', 'user.name', 'Somebody']);
    this.git(['config', 'user.email', 'somebody@example.com']);
    // Without the commits before, whose archives commands would look for one by one. Whatever is checked out here is merged
    // there: what is published moves latest.
    const root = this.git(['commit-tree', 'HEAD^{tree}', '-m', 'the whole workspace']);
    this.git(['checkout', '--quiet', '-B', 'main', root]);
    this.standIn('gh', 'printf "%s" "$STAND_IN_RUNS"');
    // The compiled command, as users get it: it starts in a third of the time that the sources of the clone take.
    this.standIn(
      'npx',
      `case "$1" in
        nx) shift; exec ${inRepository('node_modules/.bin/nx')} "$@" ;;
        sluice) shift; exec node ${inRepository('dist/nx-sluice/bin/sluice.cjs')} "$@" ;;
      esac
      exit 64`,
    );
    this.newJob();
  }

  async remove(): Promise<void> {
    await this.answering.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  git(args: string[], cwd = this.clone): string {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** A new commit of one file. */
  commit(file: string, text: string, subject: string): string {
    writeFileSync(join(this.clone, file), text);
    this.git(['add', '--all', '--', file]);
    this.git(['commit', '--quiet', '-m', subject]);
    return this.git(['rev-parse', 'HEAD']);
  }

  get summary(): string {
    return readFileSync(this.summaryFile, 'utf8');
  }

  /** What steps wrote to GITHUB_OUTPUT. */
  get outputs(): Record<string, string> {
    return linesOf(this.outputFile);
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path)) || existsSync(join(this.clone, path));
  }

  /** A new job: what earlier steps wrote to GITHUB_ENV is gone. */
  newJob(): void {
    writeFileSync(this.environment, '');
    writeFileSync(this.outputFile, '');
    writeFileSync(this.summaryFile, '');
  }

  /** Runs one named step as GitHub does for `shell: bash`, with its `env` evaluated from the event. */
  run(
    workflow: Workflow,
    jobName: string,
    stepName: string,
    contexts: Contexts,
    extra = {},
  ): Promise<Outcome> {
    const step = stepNamed(workflow.jobs[jobName], stepName);
    const env = Object.entries({ ...workflow.env, ...step.env }).map(([name, value]) => [
      name,
      interpolate(String(value), contexts),
    ]);
    return this.bash(step.run, { ...this.fromEarlierSteps(), ...Object.fromEntries(env), ...extra });
  }

  /** Runs a script in the clone. The event loop continues in the meantime: the cloud that the script talks to may be here. */
  bash(script: string, env: Record<string, string> = {}): Promise<Outcome> {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: this.clone,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.variables(), ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return new Promise((resolve, reject) => {
      child.on('error', reject).on('close', (status) => resolve({ status, output }));
    });
  }

  /**
   * Runs a command line of `sluice` as a script with nothing else would.
   * @param line words, which are split at spaces
   */
  async sluice(line: string, env: Record<string, string> = {}): Promise<Outcome> {
    const options = { cwd: this.clone, env: environmentOf(this.clone, { ...this.variables(), ...env }) };
    const { code, stdout, stderr } = await this.answering.run(line.split(' '), options);
    return { status: code, output: stdout + stderr };
  }

  private variables(): Record<string, string> {
    return {
      PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`,
      HOME: this.folder,
      CI: 'true',
      NX_DAEMON: 'false',
      NX_NO_CLOUD: 'true',
      // Half of what a process of Nx costs is the processes that its plugins get.
      NX_ISOLATE_PLUGINS: 'false',
      NX_CACHE_DIRECTORY: join(this.folder, 'nx-cache'),
      FORCE_COLOR: '0',
      GITHUB_ENV: this.environment,
      GITHUB_OUTPUT: this.outputFile,
      GITHUB_STEP_SUMMARY: this.summaryFile,
      SLUICE_LOCAL_CLOUD: this.cloud,
      // What is recorded is all that a command may have to ask for.
      SLUICE_SKIP_CACHE: 'true',
    };
  }

  private fromEarlierSteps(): Record<string, string> {
    return linesOf(this.environment);
  }

  /** Puts a program on the PATH of every step. */
  standIn(name: string, body: string): void {
    mkdirSync(join(this.folder, 'bin'), { recursive: true });
    writeFileSync(join(this.folder, 'bin', name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  }
}

/** `name=value` in each line. */
function linesOf(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

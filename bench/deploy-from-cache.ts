import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './workspace';

const help = `npm run bench:deploy -- [--pairs=2]

Fills the cache as CI does, then publishes HEAD of this repository from fresh clones with a home of their own, in pairs: as
the workflow Deploy does with \`sluice cache\`, and without. Prints the wall-clock time of each, the ratio of each pair, and
whether the archives have the same digest. Needs a commit of what is to be measured.
`;

const sluice = join(repository, 'dist/nx-sluice/bin/sluice.cjs');
const nx = join(repository, 'node_modules/.bin/nx');
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_)/;

/** Somebody may commit meanwhile. */
const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim();

/** A fresh clone on a machine of its own. */
class Machine {
  readonly clone: string;

  constructor(private readonly folder: string) {
    this.clone = join(folder, 'clone');
    mkdirSync(join(folder, 'home'), { recursive: true });
    execFileSync('git', ['clone', '-q', repository, this.clone]);
    execFileSync('git', ['checkout', '-q', '-B', 'main', head], { cwd: this.clone });
    symlinkSync(join(repository, 'node_modules'), join(this.clone, 'node_modules'));
    appendFileSync(join(this.clone, '.git/info/exclude'), 'node_modules\n');
  }

  /** @returns seconds, and all that was printed */
  run(cloud: string, program: string, ...args: string[]): Promise<{ seconds: number; output: string }> {
    const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    const env = {
      ...Object.fromEntries(own),
      HOME: join(this.folder, 'home'),
      NX_CACHE_DIRECTORY: join(this.folder, 'nx-cache'),
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      SLUICE_LOCAL_CLOUD: cloud,
    };
    const begun = performance.now();
    const child = spawn(program, args, { cwd: this.clone, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve({ seconds: (performance.now() - begun) / 1000, output });
        else reject(new Error(`${output}\nIt ended with ${code}.`));
      });
    });
  }

  get digest(): string {
    return execFileSync('sha256sum', [join(this.clone, 'dist/archives/app.zip')], { encoding: 'utf8' }).slice(
      0,
      64,
    );
  }
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { pairs: { type: 'string', default: '2' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return void process.stdout.write(help);
  execFileSync(process.execPath, ['tools/nx-sluice/build.mjs', '--link'], {
    cwd: repository,
    stdio: 'inherit',
  });
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-deploy-'));
  try {
    const shared = join(folder, 'shared-cloud');
    const targets = ['run-many', '-t', 'build', 'package', '--outputStyle=static'];
    const ci = await new Machine(join(folder, 'ci')).run(
      shared,
      process.execPath,
      sluice,
      'cache',
      '--',
      nx,
      ...targets,
    );
    process.stdout.write(`CI fills it: ${ci.seconds.toFixed(1)} s; ${lastLine(ci.output)}\n`);
    for (let pair = 1; pair <= Number(values.pairs); pair += 1) {
      const publish = [nx, 'run', 'app:publish', '--outputStyle=static'] as const;
      const cold = new Machine(join(folder, `cold-${pair}`));
      const without = await cold.run(join(folder, `cloud-${pair}`), ...publish);
      const warm = new Machine(join(folder, `warm-${pair}`));
      // The archive is there from the pair before: then it is the same command on a cloud that has it.
      const cached = await warm.run(
        shared,
        process.execPath,
        sluice,
        'cache',
        '--read-only',
        '--',
        ...publish,
      );
      const same = cold.digest === warm.digest;
      process.stdout.write(
        `pair ${pair}: ${cached.seconds.toFixed(1)} s with, ${without.seconds.toFixed(1)} s without, ratio ${(cached.seconds / without.seconds).toFixed(2)}, ${same ? 'the same archive' : 'OTHER ARCHIVES'}; ${lastLine(cached.output)}\n`,
      );
      if (!same) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const lastLine = (output: string) => output.match(/Cache: \d+ hits?.*/g)?.at(-1) ?? '';

void main(process.argv.slice(2));

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../workspace';
import { Machine, type Ran, type Source } from './machine';
import { createReactApps } from './react-apps';

const help = `npm run bench:deploy -- [--pairs=2] [--apps=100]

Fills the cache as CI does, then publishes from fresh clones with a home of their own, in pairs: with the command of the
workflow Deploy, and with the same command without \`sluice cache\`. Without --apps, HEAD of this repository is published;
with it, a generated workspace of so many small React apps, which vite builds. Prints the wall-clock time and the processor
time of each, the ratio of each pair, and whether the archives have the same bytes. The floor is a run of Nx that does
nothing, in a fresh clone: no cache makes a run of Nx shorter.
`;

/** As in .github/workflows: `run-many` publishes what `affected` does of a commit that changes everything. */
const tasks = '--outputStyle=static';
const fill = `node_modules/.bin/sluice cache -- nx run-many -t build package ${tasks}`;
const without = `node_modules/.bin/nx run-many -t publish ${tasks}`;
const withCache = `node_modules/.bin/sluice cache --read-only -- nx run-many --requireCached --batch -t publish ${tasks}`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      pairs: { type: 'string', default: '2' },
      apps: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  execFileSync(process.execPath, ['tools/nx-sluice/build.mjs', '--link'], {
    cwd: repository,
    stdio: 'inherit',
  });
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-deploy-'));
  try {
    const source = values.apps === undefined ? head() : createReactApps(join(folder, 'origin'), +values.apps);
    await measure(folder, source, Number(values.pairs));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Somebody may commit meanwhile. */
function head(): Source {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim();
  return { repository, commit };
}

async function measure(folder: string, source: Source, pairs: number): Promise<void> {
  const shared = join(folder, 'shared-cloud');
  const ci = new Machine(join(folder, 'ci'), source);
  const filled = await ci.run(shared, fill);
  print(`CI fills it: ${costOf(filled)}; ${lastLine(filled)}`);
  for (let pair = 1; pair <= pairs; pair += 1) {
    const cold = new Machine(join(folder, `cold-${pair}`), source);
    const slow = await cold.run(join(folder, `cloud-${pair}`), without);
    const warm = new Machine(join(folder, `warm-${pair}`), source);
    // A copy of the cloud that CI has filled, in which nothing is published yet: both publish everything.
    const filledCloud = join(folder, `filled-${pair}`);
    cpSync(shared, filledCloud, { recursive: true });
    const quick = await warm.run(filledCloud, withCache);
    const isSame = cold.archives === warm.archives;
    print(
      `pair ${pair}: ${costOf(quick)} with, ${costOf(slow)} without, ratio ${ratioOf(quick, slow)}, ` +
        `${isSame ? 'the same archives' : 'OTHER ARCHIVES'}; ${lastLine(quick)}`,
    );
    if (!isSame) process.exitCode = 1;
    const floor = await floorOf(new Machine(join(folder, `floor-${pair}`), source));
    print(`        floor: ${costOf(floor)}, which is ${ratioOf(floor, slow)} of the run without`);
    for (const name of ['cold', 'cloud', 'warm', 'filled', 'floor'])
      rmSync(join(folder, `${name}-${pair}`), { recursive: true, force: true });
  }
}

/** Nx loads itself, makes the graph of the projects, and runs one task that does nothing. */
function floorOf(machine: Machine): Promise<Ran> {
  const project = { name: 'floor', targets: { nothing: { executor: 'nx:noop' } } };
  mkdirSync(join(machine.clone, 'floor'));
  writeFileSync(join(machine.clone, 'floor/project.json'), JSON.stringify(project));
  return machine.run('', `node_modules/.bin/nx run-many -t nothing ${tasks}`);
}

function costOf({ seconds, cpuSeconds }: Ran): string {
  return `${seconds.toFixed(1)} s${cpuSeconds === undefined ? '' : ` (${cpuSeconds.toFixed(1)} s of processor time)`}`;
}

const ratioOf = (one: Ran, other: Ran) => (one.seconds / other.seconds).toFixed(2);

const lastLine = ({ output }: Ran) => output.match(/Cache: \d+ hits?.*/g)?.at(-1) ?? '';

const print = (line: string) => void process.stdout.write(`${line}\n`);

void main(process.argv.slice(2));

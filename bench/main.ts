import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resultLines, writeResults } from './report';
import { affected, publishByNx } from './scenarios/apps';
import { packageChanged, packageCold, packageHuge } from './scenarios/package';
import { promote, publishCommit, publishNothing } from './scenarios/publish';
import { commandHelp } from './scenarios/start';
import { upload } from './scenarios/upload';
import type { Result } from './statistics';
import type { TreeName } from './trees';
import { BenchWorkspace, repository } from './workspace';

/** Each by the name that is given to `--only`, with the tree that it runs on. */
const scenarios: Record<string, [TreeName, (workspace: BenchWorkspace, rounds: number) => Promise<Result>]> =
  {
    'package-app': ['app', packageCold],
    'package-bundle': ['bundle', packageCold],
    'package-changed': ['bundle', packageChanged],
    'package-many': ['many', packageCold],
    'package-huge': ['huge', packageHuge],
    'publish-nothing': ['bundle', publishNothing],
    'publish-nx': ['app', publishByNx],
    'publish-commit': ['bundle', publishCommit],
    promote: ['bundle', promote],
    upload: ['gigabyte', upload],
    affected: ['app', affected],
    help: ['app', commandHelp],
  };

const help = `npm run bench -- [--only=<name>,…] [--rounds=5] [--folder=<path>] [--keep]

Measures the compiled command beside the programs that do the same work, in turn, and asserts nothing. Writes
bench/results.json and bench/results.svg. --folder says where the trees are built (4 GB with all scenarios); --keep
leaves them there for the next run.

Scenarios: ${Object.keys(scenarios).join(', ')}
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      folder: { type: 'string', default: join(tmpdir(), 'sluice-bench') },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  const names = values.only?.split(',') ?? Object.keys(scenarios);
  const unknown = names.find((name) => !(name in scenarios));
  if (unknown !== undefined) throw new Error(`No scenario is called "${unknown}".\n\n${help}`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds takes a whole number from 1.\n\n${help}`);

  execFileSync(process.execPath, ['tools/nx-sluice/build.mjs'], { cwd: repository, stdio: 'inherit' });
  await mkdir(values.folder, { recursive: true });
  const results: Result[] = [];
  try {
    for (const name of names) {
      const [tree, measure] = scenarios[name]!;
      const result = await measure(await BenchWorkspace.create(values.folder, tree), rounds);
      results.push(result);
      process.stdout.write(`${resultLines(result).join('\n')}\n`);
      await writeResults(join(repository, 'bench'), results, rounds);
    }
  } finally {
    if (!values.keep) await rm(values.folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

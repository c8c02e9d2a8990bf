import { execFileSync } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { foundProgram } from '../found-program';
import { type Contender, takeTurns } from '../measure';
import { type Result, toResult } from '../statistics';
import { changeOneFile, shapes } from '../trees';
import type { BenchWorkspace } from '../workspace';

/** Ours, with nothing kept from a run before. */
function cold(workspace: BenchWorkspace): Contender {
  return {
    name: 'sluice package',
    prepare: () => rm(join(workspace.root, 'dist/archives'), { recursive: true, force: true }),
    commands: [workspace.sluice('package')],
  };
}

function zip(workspace: BenchWorkspace): Contender[] {
  const output = join(workspace.root, 'dist/peer.zip');
  const program = foundProgram('zip');
  if (!program) return [];
  return [
    {
      name: 'zip -qrX',
      prepare: () => rm(output, { force: true }),
      commands: [{ program, args: ['-qrX', output, '.'], cwd: workspace.tree }],
    },
  ];
}

function sevenZip(workspace: BenchWorkspace): Contender[] {
  const output = join(workspace.root, 'dist/peer-7z.zip');
  const program = foundProgram('7z') ?? foundProgram('7zz');
  if (!program) return [];
  return [
    {
      name: '7z a -tzip',
      prepare: () => rm(output, { force: true }),
      commands: [{ program, args: ['a', '-tzip', '-bso0', '-bsp0', output, '.'], cwd: workspace.tree }],
    },
  ];
}

/** Packs what was added to a repository before; to add it is not measured, and compresses all of it once more. */
function gitArchive(workspace: BenchWorkspace): Contender[] {
  const program = foundProgram('git');
  if (!program) return [];
  const repository = join(workspace.root, 'dist/peer.git');
  const git = [`--git-dir=${repository}`, `--work-tree=${workspace.tree}`];
  const output = join(workspace.root, 'dist/peer-git.zip');
  return [
    {
      name: 'git archive',
      prepare: async () => {
        execFileSync(program, ['init', '-q', '--bare', repository]);
        execFileSync(program, [...git, 'add', '-A', '.'], { cwd: workspace.tree });
        execFileSync(program, [...git, 'tag', '-f', 'peer', workspace.git(...git, 'write-tree')]);
      },
      commands: [{ program, args: [...git, 'archive', '--format=zip', `--output=${output}`, 'peer'] }],
    },
  ];
}

async function sizes(workspace: BenchWorkspace): Promise<Record<string, string>> {
  const size = async (path: string) => `${((await stat(path)).size / 2 ** 20).toFixed(2)} MiB`;
  return {
    'sluice package': await size(workspace.archive),
    'zip -qrX': await size(join(workspace.root, 'dist/peer.zip')).catch(() => ''),
  };
}

export async function packageCold(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  const { files, bytes } = shapes[workspace.name];
  const costs = await takeTurns(
    [cold(workspace), ...zip(workspace), ...sevenZip(workspace), ...gitArchive(workspace)],
    rounds,
  );
  return toResult(`package, ${files} files, ${bytes / 2 ** 20} MiB, cold`, costs, {
    // zip packs a small app in the time in which a command starts.
    goals: workspace.name === 'app' ? {} : { 'zip -qrX': 1 },
    notes: await sizes(workspace),
  });
}

/** One file differs from the archive that is there. */
export async function packageChanged(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  let round = 0;
  const ours: Contender = {
    name: 'sluice package',
    prepare: () => changeOneFile(workspace.tree, shapes[workspace.name], (round += 1)),
    commands: [workspace.sluice('package')],
  };
  const { files } = shapes[workspace.name];
  return toResult(
    `package, ${files} files, one changed`,
    await takeTurns([ours, ...zip(workspace)], rounds),
    {
      goals: { 'zip -qrX': 0.25 },
    },
  );
}

/** One file that does not shrink, against the least that could be done with it. */
export async function packageHuge(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  const file = join(workspace.tree, 'packages/part-0/lib-0/file-0.woff2');
  const copy = join(workspace.root, 'dist/copy');
  const peer: Contender = {
    name: 'cp and sha256sum',
    prepare: () => rm(copy, { force: true }),
    commands: [
      { program: 'cp', args: [file, copy] },
      { program: 'sha256sum', args: [file] },
    ],
  };
  const costs = await takeTurns([cold(workspace), peer], rounds);
  await rm(copy, { force: true });
  return toResult('package, one file of 2 GiB that does not shrink', costs, { goals: { [peer.name]: 1.5 } });
}

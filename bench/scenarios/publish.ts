import { type Cloud, openCloud } from '../cloud';
import { foundProgram } from '../found-program';
import { type Command, type Contender, run, takeTurns } from '../measure';
import { type Result, toResult } from '../statistics';
import { changeOneFile, shapes } from '../trees';
import type { BenchWorkspace } from '../workspace';

const awsCopy = 'aws s3 cp';

/** Without Nx, nothing tells which commit the built files are of. */
const publish = (workspace: BenchWorkspace) => workspace.sluice('publish', '--allow-stale');

/** The AWS CLI, where it is found, with these arguments of `s3 cp`, one after the other. */
function awsCli(cloud: Cloud, name: string, ...copies: [string, string][]): Contender[] {
  const program = foundProgram('aws');
  if (!program) return [];
  const commands = copies.map((paths): Command => ({
    program,
    args: ['s3', 'cp', '--only-show-errors', ...paths],
    env: cloud.env,
  }));
  return [{ name, commands }];
}

async function withPublished<T>(workspace: BenchWorkspace, use: (cloud: Cloud) => Promise<T>): Promise<T> {
  const cloud = await openCloud();
  try {
    await run(workspace.sluice('package'));
    await run({ ...publish(workspace), env: cloud.env });
    return await use(cloud);
  } finally {
    await cloud.close();
  }
}

/** The archive of this commit is there already. */
export function publishNothing(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  return withPublished(workspace, async (cloud) => {
    const ours = { name: 'sluice publish', commands: [{ ...publish(workspace), env: cloud.env }] };
    const peer = awsCli(cloud, awsCopy, [workspace.archive, `s3://${cloud.bucket}/peer.zip`]);
    return toResult('publish, nothing new', await takeTurns([ours, ...peer], rounds), {
      goals: { [awsCopy]: 0.6 },
    });
  });
}

/** A commit that changes one file of the app: packed and published, latest moved. */
export function publishCommit(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  return withPublished(workspace, async (cloud) => {
    let round = 0;
    const ours: Contender = {
      name: 'sluice package, publish',
      prepare: async () => {
        await changeOneFile(workspace.tree, shapes[workspace.name], (round += 1));
        workspace.git('commit', '-q', '--allow-empty', '-m', `round ${round}`);
      },
      commands: [workspace.sluice('package'), { ...publish(workspace), env: cloud.env }],
    };
    const output = `${workspace.root}/dist/peer.zip`;
    const zip = foundProgram('zip');
    const copies = awsCli(
      cloud,
      'zip, two aws s3 cp',
      [output, `s3://${cloud.bucket}/peer.zip`],
      [`s3://${cloud.bucket}/peer.zip`, `s3://${cloud.bucket}/peer-latest.zip`],
    );
    const peers = zip
      ? copies.map((one): Contender => ({
          ...one,
          commands: [{ program: zip, args: ['-qrX', output, '.'], cwd: workspace.tree }, ...one.commands],
        }))
      : [];
    return toResult('a new commit, one file changed', await takeTurns([ours, ...peers], rounds), {
      goals: { 'zip, two aws s3 cp': 0.6 },
    });
  });
}

/** Between two commits, so that each promotion has something to do. */
export function promote(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  return withPublished(workspace, async (cloud) => {
    const shas = [workspace.git('rev-parse', 'HEAD')];
    await changeOneFile(workspace.tree, shapes[workspace.name], 0);
    workspace.git('commit', '-q', '--allow-empty', '-m', 'another');
    await run(workspace.sluice('package'));
    await run({ ...publish(workspace), env: cloud.env });
    shas.push(workspace.git('rev-parse', 'HEAD'));
    const commands: Command[] = [];
    const turn = { next: 0 };
    const ours: Contender = {
      name: 'sluice promote',
      prepare: async () => {
        const sha = shas[(turn.next += 1) % 2]!;
        commands[0] = { ...workspace.sluice('promote', 'uat', `--sha=${sha}`, '--yes'), env: cloud.env };
      },
      commands,
    };
    const [from, to] = [`s3://${cloud.bucket}/bench/${shas[0]}.zip`, `s3://${cloud.bucket}/peer-uat.zip`];
    const peer = awsCli(cloud, awsCopy, [from, to]);
    return toResult('promote', await takeTurns([ours, ...peer], rounds), { goals: { [awsCopy]: 0.7 } });
  });
}

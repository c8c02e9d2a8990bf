import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openCloud } from '../cloud';
import { foundProgram } from '../found-program';
import { type Contender, run, takeTurns } from '../measure';
import { type Result, toResult } from '../statistics';
import { shapes } from '../trees';
import type { BenchWorkspace } from '../workspace';

/**
 * An archive whose content is new each time. Ours hashes the archive, uploads it, copies it onto latest and reads back
 * what it wrote; the peers only upload.
 */
export async function upload(workspace: BenchWorkspace, rounds: number): Promise<Result> {
  const cloud = await openCloud();
  const peerObject = `${cloud.bucket}/peer.zip`;
  const program = (name: string, args: string[], env: NodeJS.ProcessEnv = {}): Contender[] => {
    const found = foundProgram(name);
    const label = [name, ...args.slice(0, name === 'aws' ? 2 : 1)].join(' ');
    return found
      ? [{ name: label, commands: [{ program: found, args, env: { ...cloud.env, ...env } }] }]
      : [];
  };
  let round = 0;
  const ours: Contender = {
    name: 'sluice publish',
    prepare: async () => {
      round += 1;
      // The one large file is another one, so that nothing of it can be copied inside the server.
      const file = await open(join(workspace.tree, 'packages/part-0/lib-0/file-0.woff2'), 'r+');
      await file.write(String(round).padStart(8), 0);
      await file.close();
      workspace.git('commit', '-q', '--allow-empty', '-m', `round ${round}`);
      await run(workspace.sluice('package'));
    },
    commands: [{ ...workspace.sluice('publish', '--allow-stale'), env: cloud.env }],
  };
  try {
    await run(workspace.sluice('package'));
    const peers = [
      ...program('aws', ['s3', 'cp', '--only-show-errors', workspace.archive, `s3://${peerObject}`]),
      ...program('rclone', ['copyto', workspace.archive, `:s3:${peerObject}`], {
        RCLONE_S3_PROVIDER: 'Other',
        RCLONE_S3_ENV_AUTH: 'true',
        RCLONE_S3_ENDPOINT: cloud.env.AWS_ENDPOINT_URL,
        RCLONE_S3_NO_CHECK_BUCKET: 'true',
      }),
      ...program('s5cmd', ['cp', workspace.archive, `s3://${peerObject}`], {
        S3_ENDPOINT_URL: cloud.env.AWS_ENDPOINT_URL,
      }),
    ];
    const gibibytes = shapes[workspace.name].bytes / 2 ** 30;
    return toResult(`publish, ${gibibytes} GiB of new content`, await takeTurns([ours, ...peers], rounds), {
      goals: Object.fromEntries(peers.map(({ name }) => [name, 1 / 0.9])),
    });
  } finally {
    await cloud.close();
  }
}

import { openBucket, openPipelines } from '@sluice/aws';
import { GitRepository } from '@sluice/git';
import type { WorkspaceBackend } from './backend';
import { connectLocalBucket } from './connect-local-bucket';
import { localBucket } from './local-bucket';
import { localPace } from './local-pace';
import type { BucketHooks } from './open-aws';
import { Opened } from './opened';
import { publicKeyReader } from './signing';

const whereLocalPipelinesRun = {
  noPipelines:
    'On this machine, pipelines run only while `npx sluice start` is running. Start it to deploy the tag.',
  otherPipelines:
    '`npx sluice start` runs only the pipelines that were in sluice.json when it started. Restart it to deploy the tag.',
};

/** What a command tells besides where the bucket is. */
export interface BackendHooks extends BucketHooks {
  /** Name under which the process that started the command may serve the local cloud. */
  announcedAs?: string;
}

/**
 * S3 and CodePipeline on this machine, through the same adapters.
 * @param folder absolute path of its state
 */
export async function openLocalCloud(
  folder: string,
  root: string,
  { announcedAs, ...hooks }: BackendHooks = {},
): Promise<WorkspaceBackend> {
  const opened = new Opened();
  const cloud = opened.note(await connectLocalBucket({ folder, announcedAs }));
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const address = { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
  return {
    bucket: opened.note(openBucket({ bucket: localBucket, ...address, ...hooks })),
    pipelines: opened.note(openPipelines({ ...address, whenMissing: whereLocalPipelinesRun })),
    commits: new GitRepository(root),
    pace: localPace,
    readPublicKey: publicKeyReader({ root }),
    close: () => opened.close(),
  };
}

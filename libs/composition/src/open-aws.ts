import { openBucket, openEventRules, openPipelines, openStacks, type BucketAddress } from '@sluice/aws';
import { GitRepository } from '@sluice/git';
import { splitBucket, splitPipelines, splitRules, splitStacks, type Settings } from '@sluice/release';
import type { Backend, WorkspaceBackend } from './backend';
import { localBucket } from './local-bucket';
import { withLocalLogs } from './local-logs';
import { localPace } from './local-pace';
import { Opened } from './opened';
import { publicKeyReader } from './signing';

/** What an adapter of the bucket is told besides where it is. */
export type BucketHooks = Pick<BucketAddress, 'interruptible' | 'onRequest'>;

/**
 * The bucket that the settings name on AWS, or on an S3-compatible server that the SDK's own variables name, and its
 * pipelines. Environments with a bucket of their own are part of it.
 * @param root absolute path of a clone of the repository; absent: there is none.
 */
export function openAws(
  settings: Settings & { bucket: string },
  root: string,
  hooks?: BucketHooks,
): WorkspaceBackend;
export function openAws(
  settings: Settings & { bucket: string },
  root: string | undefined,
  hooks?: BucketHooks,
): Backend;
export function openAws(
  configured: Settings & { bucket: string },
  root: string | undefined,
  hooks: BucketHooks = {},
): Backend {
  const opened = new Opened();
  const isLocal = configured.bucket === localBucket && isElsewhere(process.env);
  const settings = isLocal ? withoutPlaces(configured) : configured;
  const { region } = settings;
  const open = (address: BucketAddress) => opened.note(openBucket({ ...address, ...hooks }));
  const pipelines = splitPipelines(settings, opened.note(openPipelines({ region })), (place) =>
    opened.note(openPipelines(place)),
  );
  return {
    bucket: splitBucket(settings, open({ bucket: settings.bucket, region }), open),
    pipelines: isLocal ? withLocalLogs(pipelines) : pipelines,
    rules: splitRules(settings, opened.note(openEventRules({ region })), (place) =>
      opened.note(openEventRules(place)),
    ),
    stacks: isElsewhere(process.env)
      ? undefined
      : splitStacks(settings, opened.note(openStacks({ region })), (place) => opened.note(openStacks(place))),
    commits: root === undefined ? undefined : new GitRepository(root),
    pace: isLocal ? localPace : undefined,
    readPublicKey: publicKeyReader({ root: root ?? process.cwd(), region }),
    close: () => opened.close(),
  };
}

/** The local cloud, which a server is told of by the SDK's variables, stands for the buckets of all environments. */
function withoutPlaces<T extends Settings>(settings: T): T {
  const environments = settings.environments.map((environment) => ({ ...environment, place: undefined }));
  return { ...settings, environments };
}

/** Whether the SDK's own variables name servers that are not AWS. */
function isElsewhere(env: NodeJS.ProcessEnv): boolean {
  return Object.entries(env).some(([name, value]) => name.startsWith('AWS_ENDPOINT_URL') && Boolean(value));
}

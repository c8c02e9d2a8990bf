import { join } from 'node:path';
import {
  CodePipelineService,
  ensureBucket,
  localRegion,
  openLocalCloud,
  startPipelines,
  type ObjectStore,
  type PipelineDefinition,
  type RequestContext,
  type Service,
} from '@sluice/local-cloud';
import { resolveSettings } from '@sluice/release';
import { pipelineDefinitions, type Access } from '@sluice/dev';
import { localBucket } from '@sluice/composition';
import { callsOfRequest } from './calls-of-request';
import type { Call } from './recorded-calls';
import { sluice } from './repository';

type Note = (calls: Call[]) => void;

/** CodePipeline, noting each call before it is answered. */
class NotedPipelines extends CodePipelineService {
  constructor(private readonly note: Note) {
    super();
  }

  override async handle(context: RequestContext): Promise<void> {
    const operation = context.header('x-amz-target')?.split('.')[1] ?? '';
    const input = JSON.parse((await context.body()).toString('utf8')) as Record<string, string>;
    this.note([{ action: `codepipeline:${operation}`, pipeline: input['pipelineName'] ?? input['name'] }]);
    await super.handle(context);
  }
}

/** Sees every request that is none to CodePipeline, and leaves it to S3. */
export function notedS3(store: ObjectStore, note: Note): Service {
  const isThere = (bucket: string, key: string) => {
    const current = store.currentVersion(bucket, key);
    return current !== undefined && !current.deleteMarker;
  };
  return {
    name: 's3',
    matches: (request) => {
      // What is not signed is no call to AWS: commands ask so whether a cloud of theirs is still there.
      if (request.headers.authorization) note(callsOfRequest(request, isThere));
      return false;
    },
    handle: () => Promise.reject(new Error('It matches nothing.')),
  };
}

const nowhere: Access = {
  bucket: localBucket,
  endpoint: 'http://127.0.0.1:1',
  region: localRegion,
  accessKeyId: 'none',
  secretAccessKey: 'none',
};

function elsewhere({ source, ...definition }: PipelineDefinition): PipelineDefinition {
  return { ...definition, source: { ...source, key: `${source.key}.elsewhere` } };
}

/**
 * AWS on this machine as `npm start` opens it: the bucket, and a pipeline and a server for each environment of
 * sluice.json. Commands find it by its folder; what they call is noted.
 */
export interface RecordingCloud {
  /** How a server reaches the bucket and the pipelines. */
  access: Access;
  /** Public address by environment. */
  urls: Readonly<Record<string, string>>;
  /** The different calls since it was last asked, in a stable order. */
  takeCalls(): Call[];
  close(): Promise<void>;
}

/**
 * The servers that the pipelines start reach no bucket, so that every call is one of the command that ran.
 *
 * @param sleeps the pipelines watch another object than their tag's, so that none ever starts
 */
export async function openRecordingCloud(
  folder: string,
  { sleeps = false }: { sleeps?: boolean } = {},
): Promise<RecordingCloud> {
  const noted = new Map<string, Call>();
  const note: Note = (calls) => calls.forEach((call) => noted.set(JSON.stringify(call), call));
  const service = new NotedPipelines(note);
  const cloud = await openLocalCloud({ folder, services: ({ store }) => [service, notedS3(store, note)] });
  try {
    await ensureBucket(cloud, localBucket);
    const settings = resolveSettings({ file: sluice, env: {} });
    const definitions = pipelineDefinitions([settings], nowhere, () => 0);
    const pipelines = await startPipelines({
      service,
      store: cloud.store,
      folder: join(cloud.folder, 'codepipeline'),
      definitions: sleeps ? definitions.map(elsewhere) : definitions,
    });
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
    return {
      access: { bucket: localBucket, endpoint, region, accessKeyId, secretAccessKey },
      urls: pipelines.urls,
      takeCalls: () => {
        const calls = [...noted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call);
        noted.clear();
        return calls;
      },
      close: () => cloud.close(),
    };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

import { join } from 'node:path';
import {
  assertFolderIsFree,
  CodePipelineService,
  ensureBucket,
  openLocalCloud,
  startPipelines,
  type EnvironmentEvent,
  type LocalCloud,
  type PipelineEvent,
  type RunningPipelines,
} from '@sluice/local-cloud';
import type { EnvironmentSettings, Settings } from '@sluice/release';
import { localBucket } from '@sluice/composition';
import { pipelineDefinitions, type Access } from './definitions';

export interface LocalAppOptions {
  /** The apps of one workspace. */
  apps: readonly Settings[];
  /** Where the bucket, the pipelines and the environments keep their state. */
  folder: string;
  /** Port of S3 and CodePipeline; 0: any free one. */
  port: number;
  publicPort(environment: EnvironmentSettings, settings: Settings): number;
  /** Given to every environment's server besides, such as how people sign in. */
  variables?: Readonly<Record<string, string>>;
  onEvent?(event: PipelineEvent | EnvironmentEvent): void;
}

/** AWS on this machine: the bucket, and a pipeline for each environment of each app. */
export interface LocalApp {
  cloud: LocalCloud;
  pipelines: RunningPipelines;
  access: Access;
  close(): Promise<void>;
}

const pipelinesIn = (folder: string) => join(folder, 'codepipeline');

/** @throws LocalCloudError when another process serves this folder: its address and its ports are in use. */
export function assertNotServed(folder: string): void {
  assertFolderIsFree(pipelinesIn(folder));
}

export async function openLocalApp(options: LocalAppOptions): Promise<LocalApp> {
  assertNotServed(options.folder);
  const service = new CodePipelineService();
  const cloud = await openLocalCloud({
    folder: options.folder,
    port: options.port,
    services: () => [service],
  });
  try {
    await ensureBucket(cloud, localBucket);
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
    const access = { bucket: localBucket, endpoint, region, accessKeyId, secretAccessKey };
    const pipelines = await startPipelines({
      service,
      store: cloud.store,
      folder: pipelinesIn(cloud.folder),
      definitions: pipelineDefinitions(
        options.apps,
        access,
        options.publicPort,
        options.variables,
        join(cloud.folder, 'secrets.json'),
      ),
      onEvent: options.onEvent,
    });
    // Closing the cloud closes the pipelines that are attached to it.
    return { cloud, pipelines, access, close: () => cloud.close() };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PipelineExecutionStatus, PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import {
  CodePipelineClient,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { eventually } from '../../environments/testing/eventually';
import { serverScripts } from '../../environments/testing/servers';
import type { LocalCloud } from '../../open';
import { ensureBucket, openLocalCloud } from '../../open';
import { bucket, clientOf } from '../../testing/cloud';
import type { PipelineDefinition } from '../index';
import { CodePipelineService, startPipelines } from '../index';
import type { RunningPipelines, StartPipelinesOptions } from '../index';

export const key = 'app/latest.zip';

/** The source of a server that is healthy as `id`; see `serverScripts`. */
export function serverSource(id: string, script: string = serverScripts.healthy): string {
  return [
    "const http = require('node:http');",
    'const port = Number(process.env.PORT);',
    `const version = ${JSON.stringify(id)};`,
    script,
  ].join('\n');
}

/** A pipeline whose "archive" is one file of JavaScript, which it runs. */
export function pipelineDefinition(
  environment: string,
  changes: Partial<PipelineDefinition> = {},
): PipelineDefinition {
  return {
    name: `app-${environment}-pipeline`,
    source: { bucket, key },
    build: ({ file, folder, metadata, log }) => {
      log(`taking ${metadata['digest'] ?? 'it'}`);
      copyFileSync(file, join(folder, 'server.cjs'));
      return Promise.resolve({ variables: { digest: metadata['digest'] ?? '' }, summary: 'Taken as it is' });
    },
    deploy: {
      name: environment,
      publicPort: 0,
      command: (folder) => ({ file: process.execPath, args: [join(folder, 'server.cjs')], env: {} }),
      healthPath: '/healthz',
      expect: ({ digest = '' }) => ({ digest }),
    },
    ...changes,
  };
}

export const quick = {
  healthIntervalMs: 10,
  healthTimeoutMs: 5000,
  drainMs: 1000,
  graceMs: 1000,
  restartMs: 50,
};

/** S3 and pipelines on one port, with the SDK's clients for both. */
export class PipelineCloud {
  cloud!: LocalCloud;
  pipelines!: RunningPipelines;
  client!: CodePipelineClient;
  s3!: S3Client;

  constructor(readonly folder = mkdtempSync(join(tmpdir(), 'pipelines-'))) {}

  async open(
    definitions: PipelineDefinition[],
    options: Partial<StartPipelinesOptions> = {},
  ): Promise<RunningPipelines> {
    const service = new CodePipelineService();
    this.cloud = await openLocalCloud({ folder: this.folder, services: () => [service] });
    await ensureBucket(this.cloud, bucket);
    const { endpoint, region, accessKeyId, secretAccessKey, store } = this.cloud;
    const credentials = { accessKeyId, secretAccessKey };
    this.client = new CodePipelineClient({ endpoint, region, credentials, maxAttempts: 1 });
    this.s3 = clientOf(this.cloud);
    const folder = join(this.folder, 'pipelines');
    this.pipelines = await startPipelines({
      store,
      folder,
      service,
      definitions,
      timing: quick,
      pollMs: 20,
      ...options,
    });
    return this.pipelines;
  }

  /** Ends everything but keeps the folder. */
  async close(): Promise<void> {
    this.client?.destroy();
    this.s3?.destroy();
    await this.cloud?.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a server as the new version of an object; its version id. */
  async publish(
    id: string,
    script?: string,
    metadata: Record<string, string> = {},
    at = key,
  ): Promise<string> {
    const written = await this.s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: at,
        Body: serverSource(id, script),
        Metadata: { digest: id, ...metadata },
      }),
    );
    return written.VersionId ?? '';
  }

  /** Newest first. */
  async executions(pipelineName: string): Promise<PipelineExecutionSummary[]> {
    const list = await this.client.send(new ListPipelineExecutionsCommand({ pipelineName }));
    return list.pipelineExecutionSummaries ?? [];
  }

  async actions(pipelineName: string, pipelineExecutionId: string) {
    const filter = { pipelineExecutionId };
    const list = await this.client.send(new ListActionExecutionsCommand({ pipelineName, filter }));
    return list.actionExecutionDetails ?? [];
  }

  /** The execution of a source version, when it has this status. */
  async execution(
    pipelineName: string,
    versionId: string,
    status: PipelineExecutionStatus,
  ): Promise<PipelineExecutionSummary & { pipelineExecutionId: string }> {
    const found = await eventually(async () => {
      const all = await this.executions(pipelineName);
      return all.find((one) => one.sourceRevisions?.[0]?.revisionId === versionId && one.status === status);
    }, `the end of an execution as ${status}`);
    return { ...found, pipelineExecutionId: found.pipelineExecutionId ?? '' };
  }

  async serves(environment: string): Promise<string> {
    return (await fetch(this.pipelines.urls[environment] ?? '')).text();
  }
}

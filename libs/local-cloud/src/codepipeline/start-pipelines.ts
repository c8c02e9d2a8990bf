import { join } from 'node:path';
import type { EnvironmentEvent, EnvironmentStatus, EnvironmentTiming } from '../environments';
import { Environment } from '../environments';
import type { ObjectStore } from '../s3/store/object-store';
import { CodePipelineService } from './api/codepipeline-service';
import { checkDefinitions } from './check-definitions';
import { Pipeline } from './engine/pipeline';
import { takeFolder } from './folder-owner';
import type { PipelineDefinition } from './model/definition';
import type { PipelineEvent } from './model/events';
import type { ExecutionStatus } from './model/execution';
import { storeSource } from './store-source';

export interface StartPipelinesOptions {
  /** Where the sources are; other processes may write to its folder too. */
  store: ObjectStore;
  /** Where the state of pipelines and environments is kept. One process at a time. */
  folder: string;
  definitions: readonly PipelineDefinition[];
  /** The one that is on the local cloud's port already; a new one when absent. */
  service?: CodePipelineService;
  /** Milliseconds between two looks for versions that other processes wrote. Default 250. */
  pollMs?: number;
  /** Executions to keep for each pipeline, at least. Default 1,000. */
  historyLimit?: number;
  timing?: Partial<EnvironmentTiming>;
  /** Called as things happen. It must not throw. */
  onEvent?(event: PipelineEvent | EnvironmentEvent): void;
}

export interface PipelineStatus {
  pipeline: string;
  environment: EnvironmentStatus;
  /** The newest execution; absent when there was none. */
  latest?: { executionId: string; versionId?: string; status: ExecutionStatus };
}

export interface RunningPipelines {
  /** CodePipeline's API, for the local cloud's port. */
  service: CodePipelineService;
  /** Public address by environment. */
  urls: Readonly<Record<string, string>>;
  status(): PipelineStatus[];
  /** Looks for new versions now. */
  poll(): void;
  /** Resolves when each environment runs what it ran last, or was found not to come up. */
  restored(): Promise<void>;
  /** Ends every server, frees every port; what is in progress is resumed at the next start. May be called again. */
  close(): Promise<void>;
}

const defaultPollMs = 250;
const defaultHistoryLimit = 1000;

/**
 * Opens the pipelines and their environments: what ran before runs again, what was in progress is resumed, and what is
 * new in the source starts.
 * @throws LocalCloudError for definitions that clash, a folder in use or a port that is taken.
 */
export async function startPipelines(options: StartPipelinesOptions): Promise<RunningPipelines> {
  checkDefinitions(options.definitions);
  const leaveFolder = await takeFolder(options.folder);
  const environments: Environment[] = [];
  const byEnvironment = new Map<string, Pipeline>();
  const onEvent = (event: PipelineEvent | EnvironmentEvent) => {
    if (event.kind === 'output')
      byEnvironment.get(event.environment)?.keepOutput(event.versionId, event.line);
    options.onEvent?.(event);
  };
  try {
    for (const definition of options.definitions)
      environments.push(await openEnvironment({ ...options, onEvent }, definition));
    const source = storeSource(options.store);
    const pipelines = options.definitions.map(
      (definition, index) =>
        new Pipeline({
          definition,
          folder: join(options.folder, 'pipelines', definition.name),
          source,
          environment: environments[index]!,
          historyLimit: options.historyLimit ?? defaultHistoryLimit,
          onEvent: options.onEvent,
        }),
    );
    for (const pipeline of pipelines) byEnvironment.set(pipeline.definition.deploy.name, pipeline);
    return run(options, pipelines, environments, leaveFolder);
  } catch (error) {
    await Promise.all(environments.map((environment) => environment.close()));
    leaveFolder();
    throw error;
  }
}

function run(
  { store, pollMs = defaultPollMs, onEvent, service = new CodePipelineService() }: StartPipelinesOptions,
  pipelines: readonly Pipeline[],
  environments: readonly Environment[],
  leaveFolder: () => void,
): RunningPipelines {
  const poll = (afterPause = false) => {
    for (const pipeline of pipelines) {
      try {
        pipeline.detect(afterPause);
      } catch (error) {
        // The next look may find the store well again.
        const line = `The source cannot be read: ${(error as Error).message}`;
        onEvent?.({ kind: 'log', pipeline: pipeline.definition.name, executionId: '', line });
      }
    }
  };
  poll(true);
  const timer = setInterval(() => poll(), pollMs);
  const forget = store.onNewVersion(() => setImmediate(() => poll()));
  let closed: Promise<void> | undefined;
  const close = async () => {
    clearInterval(timer);
    forget();
    await Promise.all(pipelines.map((pipeline) => pipeline.close()));
    await Promise.all(environments.map((environment) => environment.close()));
    leaveFolder();
  };
  const closeOnce = () => (closed ??= close());
  service.attach(pipelines, closeOnce);
  return {
    service,
    urls: Object.fromEntries(environments.map(({ name, url }) => [name, url])),
    status: () => pipelines.map(statusOf),
    poll: () => poll(),
    restored: async () => {
      await Promise.all(environments.map((environment) => environment.settled()));
    },
    close: closeOnce,
  };
}

function openEnvironment(
  options: StartPipelinesOptions,
  { deploy }: PipelineDefinition,
): Promise<Environment> {
  const folder = join(options.folder, 'environments', deploy.name);
  return Environment.open({ definition: deploy, folder, timing: options.timing, onEvent: options.onEvent });
}

function statusOf({ definition, environment, history }: Pipeline): PipelineStatus {
  const newest = history.oldestFirst.at(-1);
  return {
    pipeline: definition.name,
    environment: environment.status(),
    latest: newest && {
      executionId: newest.id,
      versionId: newest.revision?.versionId,
      status: newest.status,
    },
  };
}

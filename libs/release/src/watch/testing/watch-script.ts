import type { Deployment } from '@sluice/contract';
import { isUserFacingError } from '../../errors';
import { assertDeployed } from '../require-deployed';
import type { WatchEvent } from '../events';
import type { WatchRequest } from '../request';
import { watchDeployment } from '../watch-deployment';
import { mine } from './executions';
import { FakeClock } from './fake-clock';
import { ScriptedPipelines, type PipelineScene, type PipelinesFault } from './scripted-pipelines';

export interface Watched {
  deployment: Deployment;
  /** What `sluice` would exit with. */
  /** Of the error that the watch ends with. */
  code: string | undefined;
  /** What a person reads at the end; empty when all is well. */
  message: string;
  remedy: string;
  events: WatchEvent[];
  /** Milliseconds since the beginning of each call. */
  calls: number[];
  elapsed: number;
}

export interface WatchScript {
  pipelines: Record<string, [seconds: number, scene: PipelineScene][]>;
  written?: WatchRequest['written'];
  startedWith?: string;
  fault?: (call: number, elapsed: number) => PipelinesFault | undefined;
  /** Seconds after which someone presses Ctrl-C. */
  interruptAt?: number;
}

/** Watches a scripted deployment of commit `1234567890…` to the tag `uat`, with time that costs nothing. */
export async function watchScript({
  pipelines: script,
  written = 'now',
  startedWith,
  ...rest
}: WatchScript): Promise<Watched> {
  const clock = new FakeClock();
  const pipelines = new ScriptedPipelines(clock, script);
  if (rest.fault !== undefined) pipelines.fault = rest.fault;
  const events: WatchEvent[] = [];
  const interrupt = new AbortController();
  if (rest.interruptAt !== undefined) clock.at(rest.interruptAt * 1000, () => interrupt.abort());
  const beginning = clock.now();
  const command = (...args: string[]) => ['npx sluice', ...args].join(' ');
  const deployment = await watchDeployment({
    pipelines,
    environments: Object.keys(script).map((name) => ({
      name: name.replace('-pipeline', ''),
      pipeline: name,
      startedWith,
    })),
    tag: 'uat',
    key: 'story/uat.zip',
    commit: '1234567890'.repeat(4),
    versionId: mine,
    written,
    command,
    report: (event) => events.push(event),
    signal: interrupt.signal,
    clock,
  });
  const watched = { deployment, events, calls: pipelines.calls, elapsed: clock.now() - beginning };
  try {
    assertDeployed(deployment, command);
    return { ...watched, code: undefined, message: '', remedy: '' };
  } catch (error) {
    if (!isUserFacingError(error)) throw error;
    return { ...watched, code: error.code, message: error.message, remedy: error.remedy };
  }
}

export function endKinds({ deployment }: Watched): string[] {
  return deployment.results.map(({ end }) => end.kind);
}

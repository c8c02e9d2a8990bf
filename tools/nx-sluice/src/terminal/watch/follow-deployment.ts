import type { Deployment } from '@sluice/contract';
import {
  shortSha,
  watchDeployment,
  type NextCommand,
  type PaceLimits,
  type Pipelines,
  type WatchRequest,
  SluiceError,
} from '@sluice/release';
import type { Printer } from '../printer';
import { openDisplay } from './display';
import { interruptible } from './interruption';
import { writeStepSummary } from './step-summary';

/** Where the pipelines are, and how often they may be asked. */
export interface Watching {
  pipelines: Pipelines;
  pace?: PaceLimits;
  /** What a person can go on with, for this app. */
  command: NextCommand;
}

export type Followed = Pick<WatchRequest, 'environments' | 'tag' | 'key' | 'commit' | 'written'> & {
  versionId?: string;
};

/** Watches what a tag names now until its pipelines are through, and shows it. Ctrl-C ends the watch only. */
export async function followDeployment(
  { pipelines, pace, command }: Watching,
  { versionId, ...followed }: Followed,
  { printer, json }: { printer: Printer; json?: boolean },
): Promise<Deployment> {
  if (versionId === undefined) {
    throw new SluiceError(
      'failed',
      `The bucket did not say which version of ${followed.key} it wrote, so no execution can be told to carry it.`,
      'Look at the pipelines by hand, and at the versioning of the bucket.',
    );
  }
  // Said beforehand, because Nx may end an interrupted task before it can say anything.
  const again = watchCommand(followed, command);
  printer.line(`Watching. Ctrl-C ends the watch, not the deployment; \`${again}\` looks again.`);
  const deployment = await interruptible(async (signal) => {
    const display = await openDisplay({ printer, json, environments: followed.environments });
    const result = await watchDeployment({
      ...followed,
      versionId,
      pipelines,
      pace,
      command,
      signal,
      report: (event) => display.show(event),
    });
    await display.close();
    return result;
  });
  await writeStepSummary(deployment, command);
  return deployment;
}

/** What looks again at a deployment, and does nothing else. */
function watchCommand(
  { environments: [first, second], tag }: Pick<Followed, 'environments' | 'tag'>,
  command: NextCommand,
): string {
  return first !== undefined && second === undefined
    ? command('watch', first.name)
    : command('watch', `--tag=${tag}`);
}

/** One line that says what is now true of the environments. */
export function describeDeployment({ tag, commit, succeeded, results }: Deployment): string {
  const sha = shortSha(commit);
  const there = results.filter(({ end }) => end.kind === 'succeeded').map(({ environment }) => environment);
  if (succeeded) return `${there.join(', ')} ${there.length === 1 ? 'runs' : 'run'} ${sha}.`;
  const some = there.length === 0 ? '' : `; ${there.join(', ')} ${there.length === 1 ? 'runs' : 'run'} it`;
  return `"${tag}" names ${sha}, and not every environment on it is known to run it${some}.`;
}

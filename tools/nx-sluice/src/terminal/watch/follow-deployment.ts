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
  /** What a person can continue with, for this app. */
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
      `The bucket did not return the version of ${followed.key} that it wrote, so its execution cannot be found.`,
      'Check the pipelines manually, and check that versioning is enabled on the bucket.',
    );
  }
  // Said beforehand, because Nx may end an interrupted task before it can say anything.
  const again = watchCommand(followed, command);
  printer.line(`Watching. Ctrl-C stops watching, not the deployment. Watch again with \`${again}\`.`);
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
  return `"${tag}" has ${sha}, but not every environment is known to run it${some}.`;
}

import { assertDeployed } from '@sluice/release';
import type { Printer } from '../printer';
import { describeDeployment, followDeployment, type Followed, type Watching } from './follow-deployment';

/** How the command was called, and where its words go. */
export interface Call {
  options: { watch?: boolean; component?: string; json?: boolean };
  printer: Printer;
  watching: Watching;
}

/**
 * Ends a command: with what it did, or with `--watch` with what the pipelines made of it.
 * @param followed what there is to watch; nothing where no tag was moved.
 */
export async function endWith(
  said: string,
  done: object,
  followed: Followed | undefined,
  { options, printer, watching }: Call,
): Promise<void> {
  // The pipelines of sluice.json watch the whole app's tags, never a component's.
  if (!options.watch || followed === undefined || options.component !== undefined) {
    printer.done(`${said}${options.watch ? ' No deployment to watch.' : ''}`, done);
    return;
  }
  printer.line(said);
  const deployment = await followDeployment(watching, followed, { printer, json: options.json });
  printer.done(describeDeployment(deployment), { ...done, deployment });
  assertDeployed(deployment, watching.command);
}

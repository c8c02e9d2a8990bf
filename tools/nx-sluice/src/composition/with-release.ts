import {
  chooseApp,
  prefixFor,
  requireBucketInCi,
  type EventRules,
  type PublishContext,
  type ReleaseBucket,
  type ReleaseEvent,
  type Stacks,
} from '@sluice/release';
import { GitRepository } from '@sluice/git';
import { nextCommandFor } from '../terminal/next-command';
import { eventLine } from '../terminal/event-line';
import type { Printer } from '../terminal/printer';
import type { Watching } from '../terminal/watch/follow-deployment';
import { readCiRun, type CiRun } from './ci/ci-run';
import { NxContentChanges } from './nx-changes';
import { openConfiguredBackend } from './open-backend';
import { currentActor } from './actor';
import { readApps } from './read-settings';
import type { AppContext } from './selected-apps';
import { textOption } from './text-option';

/** Builds the adapters, lets `use` work with them, and closes what was opened. */
export async function withRelease<T>(
  options: { app?: string | number; bucket?: string; region?: string; component?: string },
  context: AppContext,
  printer: Printer,
  use: (
    release: Omit<PublishContext, 'build' | 'signer'> & { bucket: ReleaseBucket },
    watching: Watching & { rules?: EventRules; stacks?: Stacks; run?: CiRun },
  ) => Promise<T>,
): Promise<T> {
  const { projectName: publisher } = context;
  const { bucket: named, region, component } = options;
  const apps = await readApps(context.root, process.env, { bucket: named, region });
  const settings = chooseApp(apps, { app: textOption(options.app, 'app', context), project: publisher });
  const command = nextCommandFor(settings, component);
  requireBucketInCi(settings, process.env);
  const run = await readCiRun(process.env, context.root);
  // git is asked before the backend is loaded, and answers meanwhile.
  const actor = currentActor(process.env, new GitRepository(context.root), run);
  actor.catch(() => undefined);
  const backend = await openConfiguredBackend(settings, context.root);
  const { commits, bucket, pipelines, rules, stacks, pace, readPublicKey, close } = backend;
  try {
    const release = {
      settings,
      bucket,
      pipelines,
      commits,
      checkout: commits,
      readPublicKey,
      changes: new NxContentChanges(context.root),
      project: publisher ?? settings.project ?? settings.app,
      publisher,
      prefix: prefixFor(settings.app, component),
      actor: await actor,
      run: run?.url,
      checkedOut: run?.checkedOut,
      completeHistory: run?.completeHistory,
      report: (event: ReleaseEvent) => printer.line(eventLine(event)),
    };
    return await use(release, { pipelines, rules, stacks, pace, command, run });
  } catch (error) {
    // What it is about is known here, and what to do about it is said further out.
    if (error instanceof Error)
      Object.defineProperty(error, 'command', { value: command, configurable: true });
    throw error;
  } finally {
    await close();
  }
}

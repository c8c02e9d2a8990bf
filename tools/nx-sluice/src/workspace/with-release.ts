import type { ExecutorContext } from '@nx/devkit';
import type { S3Bucket } from '@sluice/aws';
import { GitRepository } from '@sluice/git';
import {
  prefixFor,
  requireDeliberatePlace,
  type EventRules,
  type ReleaseContext,
  type ReleaseEvent,
} from '@sluice/release';
import { eventLine } from '../terminal/event-line';
import type { Printer } from '../terminal/printer';
import type { Watching } from '../terminal/watch/follow-deployment';
import { NxContentChanges } from './nx-changes';
import { openConfiguredBucket } from './open-bucket';
import { runUrl, whoActs } from './provenance';
import { readSettings } from './read-settings';

/** Builds the adapters, lets `use` work with them, and closes what was opened. */
export async function withRelease<T>(
  options: { bucket?: string; region?: string; part?: string },
  context: Pick<ExecutorContext, 'root' | 'projectName'>,
  printer: Printer,
  use: (
    release: ReleaseContext & { bucket: S3Bucket },
    watching: Watching & { rules?: EventRules },
  ) => Promise<T>,
): Promise<T> {
  const settings = await readSettings(context.root, process.env, options);
  requireDeliberatePlace(settings, process.env);
  const commits = new GitRepository(context.root);
  const actor = await whoActs(process.env, commits);
  const { bucket, pipelines, rules, pace, close } = await openConfiguredBucket(settings, context.root);
  try {
    const release = {
      settings,
      bucket,
      commits,
      changes: new NxContentChanges(context.root),
      project: context.projectName ?? settings.app,
      prefix: prefixFor(settings.app, options.part),
      actor,
      run: runUrl(process.env),
      report: (event: ReleaseEvent) => printer.line(eventLine(event)),
    };
    return await use(release, { pipelines, rules, pace });
  } finally {
    await close();
  }
}

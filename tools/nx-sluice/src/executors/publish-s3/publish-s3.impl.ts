import type { PublishResult } from '@sluice/contract';
import { resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { publish, type Build, type ReleaseContext, latestTag } from '@sluice/release';
import { openSigner } from '@sluice/composition';
import { runCommand } from '../../terminal/run-command';
import { createPrinter, type Printer } from '../../terminal/printer';
import { orPublishWith } from '../../terminal/remedy-here';
import { endWith } from '../../terminal/watch/end-with';
import { leaveForSummary, writeSummaryLine } from '../../terminal/watch/step-summary';
import type { Followed } from '../../terminal/watch/follow-deployment';
import { shortSha } from '../../terminal/text';
import { withOtherInputs } from '../../packing/other-inputs';
import { isPackedBefore } from '../../packing/packed-before';
import { textOption } from '../../composition/text-option';
import { readBuild } from '../../composition/build';
import type { CiRun } from '../../composition/ci/ci-run';
import { withRelease } from '../../composition/with-release';
import type { PublishS3Options } from './schema';

/** One line that says what is now true. */
export function describePublishResult({ commit, archive, provenance, latest }: PublishResult): string {
  const sha = shortSha(commit);
  const wrote = {
    uploaded: `Published ${sha} as ${archive.key}`,
    copied: `Published ${sha} as ${archive.key}, copied inside the bucket`,
    present: `${sha} is already published${provenance.outcome === 'written' ? ', now with its provenance' : ''}`,
  }[archive.outcome];
  if (latest.outcome === 'moved') {
    const from = latest.from === undefined ? '' : ` from ${shortSha(latest.from)}`;
    return `${wrote}; latest moved${from} to ${sha}.`;
  }
  const nothing = wroteNothing({ archive, provenance, latest }) ? ' Nothing was written.' : '';
  const moved = latest.moved && `${latest.moved.from ? ` from ${shortSha(latest.moved.from)}` : ''}`;
  const went = moved === undefined ? '' : ` It moved${moved} to ${shortSha(latest.moved?.commit ?? '')}.`;
  const remedy = latest.remedy === undefined ? '' : ` ${latest.remedy}`;
  return `${wrote}; latest unchanged: ${latest.explanation}.${went}${nothing}${remedy}`;
}

function withOption({ latest, ...result }: PublishResult): PublishResult {
  if (latest.outcome === 'moved' || latest.remedy === undefined) return { ...result, latest };
  return { ...result, latest: { ...latest, remedy: `${latest.remedy} ${orPublishWith('force')}` } };
}

function wroteNothing({
  archive,
  provenance,
  latest,
}: Pick<PublishResult, 'archive' | 'provenance' | 'latest'>): boolean {
  const isThere = archive.outcome === 'present' && provenance.outcome === 'present';
  return isThere && latest.outcome !== 'moved' && latest.moved === undefined;
}

/** What `--watch` is to follow; nothing where `latest` is about another content. */
async function followedBy(
  { bucket, settings }: ReleaseContext,
  { commit, digest, latest }: PublishResult,
): Promise<Followed | undefined> {
  const environments = settings.environments.filter(({ tag }) => tag === latestTag);
  const followed = { tag: latestTag, key: latest.key, commit, environments };
  if (environments.length === 0) return undefined;
  if (latest.outcome === 'moved') return { ...followed, versionId: latest.versionId, written: 'now' };
  if (latest.why !== 'same-content') return undefined;
  const current = await bucket.head(latest.key);
  // Someone may have moved it on since it was compared.
  if (current?.metadata.digest !== digest) return undefined;
  return { ...followed, commit: latest.commit ?? commit, versionId: current.versionId, written: 'earlier' };
}

/** With what CI had other inputs for, where that keeps it from being published. */
async function buildOf(
  { requireCached }: PublishS3Options,
  context: ExecutorContext,
  { settings, commits }: Pick<ReleaseContext, 'settings' | 'commits'>,
  run: CiRun | undefined,
): Promise<Build> {
  const build = await readBuild(context, process.env, run, settings.repository);
  const commit = requireCached && build.tasks !== undefined ? await commits.resolve('HEAD') : undefined;
  if (commit === undefined || build.tasks === undefined) return build;
  return { ...build, tasks: await withOtherInputs(build.tasks, context, commit, process.env) };
}

export default function publishS3(
  options: PublishS3Options,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return publishTo(createPrinter({ json: options.json }), options, context);
}

/** Says to the printer what it does. */
export function publishTo(
  printer: Printer,
  options: PublishS3Options,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, { run, ...watching }) => {
      const { root } = context;
      const signer = await openSigner(process.env, { root, region: release.settings.region });
      const build = await buildOf(options, context, release, run);
      const publishResult = withOption(
        await publish(
          { ...release, build, signer },
          {
            archive: resolve(context.root, options.archive),
            packedByNx: isPackedBefore(options.archive, context),
            allowDirty: options.allowDirty,
            allowStale: options.allowStale,
            requireCached: options.requireCached,
            force: options.force,
            renamedFrom: textOption(options.renamedFrom, 'renamedFrom', context),
            reason: textOption(options.reason, 'reason', context),
          },
        ),
      );
      const followed = options.watch ? await followedBy(release, publishResult) : undefined;
      const said = describePublishResult(publishResult);
      const project = context.projectName ?? release.project;
      await writeSummaryLine(project, said);
      await leaveForSummary(project, { text: said, isUnchanged: wroteNothing(publishResult) });
      await endWith(said, publishResult, followed, { options, printer, watching });
    }),
  );
}

import type { RedeployResult, RedeployPlan } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import {
  chooseTarget,
  narrowed,
  planRedeploy,
  redeploy as startAgain,
  assertReasonFits,
  tagKey,
  type ReleaseContext,
} from '@sluice/release';
import { askReason } from '../../terminal/ask-reason';
import { confirm } from '../../terminal/confirm';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { endWith } from '../../terminal/watch/end-with';
import type { Followed } from '../../terminal/watch/follow-deployment';
import { shortSha } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { RedeployOptions } from './schema';

/** The version that is deployed again, as a person knows it. */
export function describeVersion({ tag, commit, versionId }: RedeployPlan): string {
  return `${commit === undefined ? `version ${versionId}` : shortSha(commit)} of "${tag}"`;
}

/** The executions that were started, and no earlier ones; nothing where nobody knows which commit the tag has. */
function followedBy(
  { prefix }: ReleaseContext,
  { tag, commit, versionId, started }: RedeployResult,
): Followed | undefined {
  if (commit === undefined) return undefined;
  const environments = started.map(({ environment, pipeline, executionId }) => ({
    name: environment,
    pipeline,
    startedWith: executionId,
  }));
  return { tag, key: tagKey(prefix, tag), commit, versionId, environments, written: 'now' };
}

export default function redeploy(
  options: RedeployOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const reason = textOption(options.reason, 'reason', context);
  const isDryRun = options.dryRun === true || process.env.NX_DRY_RUN === 'true';
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, watching) => {
      assertReasonFits({ reason });
      const target = narrowed(chooseTarget(release.settings, options), options.env);
      const plan = await planRedeploy(release, target);
      const names = plan.pipelines.map(({ pipeline }) => pipeline).join(', ');
      if (isDryRun) {
        const text = `Dry run: ${names} would deploy ${describeVersion(plan)} again.`;
        printer.done(text, { dryRun: true, ...plan });
        return;
      }
      await confirm(target, options.yes ?? false, { verb: 'redeploy', noun: 'redeploy of' });
      const { environments } = target;
      const done = await startAgain(release, plan, await askReason({ ...options, reason, environments }));
      for (const { environment, executionId, url } of done.started)
        printer.line(`${environment}: execution ${executionId}${url === undefined ? '' : `, ${url}`}`);
      const said = `${names} deploys ${describeVersion(done)} again; the tag is unchanged.`;
      await endWith(said, done, followedBy(release, done), { options, printer, watching });
    }),
  );
}

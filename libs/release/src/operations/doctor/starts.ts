import type { CheckFinding } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import { tagKey } from '../../keys';
import { bucketOf } from '../../ports/bucket';
import type { EventRule } from '../../ports/event-rules';
import type { PipelineSource } from '../../ports/pipelines';
import { readTag } from '../../tags/read-tag';
import { systemClock } from '../../clock';
import { longestDelivery } from '../../watch/undelivered';
import type { DoctorCheck } from './context';
import { takes } from './event-pattern';
import { failed, ok, unknown } from './finding';

const executionsToAsk = 100;

/** What starts an execution without anybody's doing. */
const automatic = ['CloudWatchEvent', 'PollForSourceChanges', 'Webhook', 'WebhookV2'];

/**
 * Whether something starts a pipeline that does not poll when its tag moves. The rules of EventBridge say so before
 * anything is deployed; where they may not be read, what has started the pipeline on the present version does.
 */
export async function starting(
  context: DoctorCheck,
  { name, tag, pipeline }: EnvironmentSettings,
  { pipelineArn }: PipelineSource,
): Promise<CheckFinding> {
  const check = `start of ${name}`;
  const key = tagKey(context.prefix, tag);
  const { sendsEvents } = context.facts;
  if (sendsEvents.isKnown && !sendsEvents.value) {
    return failed(
      check,
      `"${pipeline}" does not poll, and the bucket sends no events, so it never starts.`,
      `Send the events of ${bucketOf(context.bucket, key)} to EventBridge, and keep a rule for "Object Created" for ${key}.`,
    );
  }
  const rules = pipelineArn === undefined ? undefined : await rulesFor(context, pipelineArn);
  return rules === undefined
    ? startedByExecutions(context, check, pipeline, tag)
    : startedByRules(check, pipeline, { bucket: bucketOf(context.bucket, key), key }, rules);
}

async function rulesFor({ rules }: DoctorCheck, arn: string): Promise<EventRule[] | undefined> {
  // Reading rules is a permission of its own, which nothing else needs.
  return rules?.targeting(arn).catch(() => undefined);
}

function startedByRules(
  check: string,
  pipeline: string,
  object: { bucket: string; key: string },
  rules: EventRule[],
): CheckFinding {
  const [any] = rules;
  if (any === undefined) {
    return failed(
      check,
      `"${pipeline}" does not poll, and it is not the target of an EventBridge rule, so it never starts.`,
      `Create a rule for "Object Created" of s3://${object.bucket}/${object.key} with the pipeline as its target.`,
    );
  }
  const fitting = rules.filter(({ pattern }) => pattern !== undefined && takes(pattern, object));
  const enabled = fitting.find(({ isEnabled }) => isEnabled);
  if (enabled !== undefined) return ok(check, `The rule "${enabled.name}" starts "${pipeline}".`);
  const [disabled] = fitting;
  return disabled === undefined
    ? failed(
        check,
        `The rule "${any.name}" starts "${pipeline}", but not for s3://${object.bucket}/${object.key}.`,
        'Correct its event pattern: "Object Created" with the name of the bucket and the key.',
      )
    : failed(
        check,
        `The rule "${disabled.name}" that starts "${pipeline}" is disabled.`,
        `Enable it: aws events enable-rule --name ${disabled.name}`,
      );
}

async function startedByExecutions(
  context: DoctorCheck,
  check: string,
  pipeline: string,
  tag: string,
): Promise<CheckFinding> {
  const current = await readTag(context, tag);
  const executions = (await context.pipelines?.executions(pipeline, executionsToAsk)) ?? [];
  const own = executions.filter(({ sourceRevisions }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === current?.object.versionId),
  );
  if (current === undefined)
    return unknown(check, `"${tag}" has no content yet, so it is unknown what starts "${pipeline}".`);
  if (own.some(({ trigger }) => trigger === undefined || automatic.includes(trigger.type)))
    return ok(check, `"${pipeline}" was started on the version of "${tag}".`);
  const since = current.object.lastModified;
  const isRecent = (context.clock ?? systemClock).now() - since.getTime() < longestDelivery;
  const maybeForgotten = own.length === 0 && executions.length === executionsToAsk;
  if (isRecent || maybeForgotten)
    return unknown(check, `It is unknown what starts "${pipeline}" on the version of "${tag}".`);
  return failed(
    check,
    `"${tag}" moved at ${since.toISOString()}, and "${pipeline}" was only started manually on it.`,
    `Keep an EventBridge rule on "Object Created" for ${current.object.key} with the pipeline as its target.`,
  );
}

import { isExplained } from '../errors/errors';
import { tagKey } from '../keys';
import type { BucketFact } from '../ports/bucket';
import { failureKind } from '../ports/pipelines';
import { requireVersioning } from '../tags/require-versioning';
import type { CheckFinding } from '../views/examination';
import type { OperateContext } from './context';
import { probeConditions } from './probe-conditions';

/** CloudFormation's limit of an input artifact (https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html). */
export const largestArtifact = 256 * 1024 * 1024;

/** S3 refuses requests that are 15 minutes off; well before that, something is wrong with the clock. */
const clockTolerance = 60_000;

/**
 * Checks the whole set-up, each thing by itself, so that one fault does not hide the others. It writes one probe and
 * removes it again.
 */
export async function examine(context: OperateContext): Promise<CheckFinding[]> {
  const reachable = await tried('bucket', async () => {
    await requireVersioning(context.bucket);
    return ok('bucket', `The bucket "${context.bucket.name}" is reachable and keeps versions.`);
  });
  if (reachable.state !== 'ok') return [reachable, ...(await setUp(context))];
  const conditions = await tried('conditional writes', () => probeConditions(context));
  return [reachable, ...(await setUp(context)), conditions, ...(await deployments(context))];
}

async function setUp({ bucket, settings }: OperateContext): Promise<CheckFinding[]> {
  const { region, encryption, blocksPublicAccess, clockOffset } = await bucket.facts();
  return [
    judged('region', region, (actual) =>
      settings.region === undefined || settings.region === actual
        ? ok('region', `The bucket is in ${actual}.`)
        : failed(
            'region',
            `The bucket is in ${actual}, not in ${settings.region}.`,
            `Set "region" in sluice.json, or AWS_REGION, to ${actual}.`,
          ),
    ),
    judged('encryption', encryption, (algorithm) =>
      algorithm === undefined
        ? warning(
            'encryption',
            'The bucket does not encrypt by default.',
            `Switch it on: aws s3api put-bucket-encryption --bucket ${bucket.name}`,
          )
        : ok('encryption', `The bucket encrypts with ${algorithm}.`),
    ),
    judged('public access', blocksPublicAccess, (isBlocked) =>
      isBlocked
        ? ok('public access', 'Public access is blocked.')
        : failed(
            'public access',
            'The bucket does not block public access.',
            `Block it: aws s3api put-public-access-block --bucket ${bucket.name}`,
          ),
    ),
    judged('clock', clockOffset, (offset) =>
      Math.abs(offset) <= clockTolerance
        ? ok('clock', "This machine's clock agrees with the bucket's.")
        : failed(
            'clock',
            `This machine's clock is ${Math.round(Math.abs(offset) / 1000)} s ${offset > 0 ? 'behind' : 'ahead of'} the bucket's.`,
            'Set the clock, by NTP for good.',
          ),
    ),
  ];
}

async function deployments(context: OperateContext): Promise<CheckFinding[]> {
  const { sendsEvents } = await context.bucket.facts();
  return Promise.all(
    context.settings.environments.flatMap(({ name, tag, pipeline }) => [
      tried(`pipeline of ${name}`, () => watching(context, name, pipeline, tag, sendsEvents)),
      tried(`size in ${name}`, () => fitting(context, name, tag)),
    ]),
  );
}

async function watching(
  { pipelines, bucket, prefix }: OperateContext,
  name: string,
  pipeline: string,
  tag: string,
  sendsEvents: BucketFact<boolean>,
): Promise<CheckFinding> {
  const check = `pipeline of ${name}`;
  if (pipelines === undefined) return { check, state: 'unknown', message: 'There are no pipelines here.' };
  const key = tagKey(prefix, tag);
  const sources = await pipelines.sources(pipeline);
  const source = sources.find((one) => one.bucket === bucket.name && one.key === key);
  if (source === undefined) {
    const watched = sources.map((one) => `s3://${one.bucket}/${one.key}`).join(', ') || 'no S3 object';
    return failed(
      check,
      `"${pipeline}" watches ${watched}, not s3://${bucket.name}/${key}.`,
      'Correct its source, or "pipeline" and "tag" of the environment in sluice.json.',
    );
  }
  if (source.polls) {
    return warning(
      check,
      `"${pipeline}" polls, and AWS ends that after 30 days without an execution.`,
      'Start it by an EventBridge rule on "Object Created", and set PollForSourceChanges to false.',
    );
  }
  if (sendsEvents.isKnown && !sendsEvents.value) {
    return failed(
      check,
      `"${pipeline}" does not poll, and the bucket sends no events: nothing starts it.`,
      `Send the events of ${bucket.name} to EventBridge, and keep a rule on "Object Created" for ${key}.`,
    );
  }
  return ok(check, `"${pipeline}" watches ${key}.`);
}

async function fitting({ bucket, prefix }: OperateContext, name: string, tag: string): Promise<CheckFinding> {
  const check = `size in ${name}`;
  const object = await bucket.head(tagKey(prefix, tag));
  if (object === undefined) return ok(check, `Nothing is on "${tag}" yet.`);
  return object.size <= largestArtifact
    ? ok(check, `The archive on "${tag}" is within CloudFormation's 256 MB.`)
    : failed(
        check,
        `The archive on "${tag}" is larger than the 256 MB that CloudFormation takes.`,
        'Leave out what the app does not need, or let the build stage hand CloudFormation a small artifact.',
      );
}

function judged<T>(check: string, fact: BucketFact<T>, judge: (value: T) => CheckFinding): CheckFinding {
  return fact.isKnown ? judge(fact.value) : unreadable(check, fact.error, 'unknown');
}

async function tried(check: string, look: () => Promise<CheckFinding>): Promise<CheckFinding> {
  try {
    return await look();
  } catch (error) {
    return unreadable(
      check,
      error,
      failureKind(error) === 'access-denied' && check !== 'bucket' ? 'unknown' : 'failed',
    );
  }
}

function unreadable(check: string, error: unknown, state: CheckFinding['state']): CheckFinding {
  const message = error instanceof Error ? error.message : String(error);
  return { check, state, message, remedy: isExplained(error) ? error.remedy : undefined };
}

function ok(check: string, message: string): CheckFinding {
  return { check, state: 'ok', message };
}

function warning(check: string, message: string, remedy: string): CheckFinding {
  return { check, state: 'warning', message, remedy };
}

function failed(check: string, message: string, remedy: string): CheckFinding {
  return { check, state: 'failed', message, remedy };
}

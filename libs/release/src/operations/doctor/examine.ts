import type { CheckFinding } from '@sluice/contract';
import { assertVersioned } from '../../tags/require-versioning';
import { bucketSettings } from './bucket-settings';
import type { DoctorContext } from './context';
import { deployments } from './deployments';
import { failed, isRefused, ok, unanswered } from './finding';
import { readingPermissions } from './permissions';
import { placesChecked } from './places';
import { probeWrites } from './probe';
import { signing } from './signing';
import { writingPermissions } from './writing-permissions';

/**
 * Checks the whole setup, each thing by itself, so that one fault does not hide the others. It writes one probe and
 * removes it again.
 */
export async function runDoctor(context: DoctorContext): Promise<CheckFinding[]> {
  const { finding, isReachable } = await reachable(context);
  const examined = { ...context, facts: await context.bucket.facts() };
  const { bucket, settings: named } = context;
  const settings = bucketSettings({ name: bucket.name, region: named.region, facts: examined.facts });
  // A bucket that cannot be asked has one fault, which every other question would only repeat.
  if (!isReachable) return [finding, ...settings.filter(({ state }) => state !== 'unknown')];
  const places = await each('buckets of environments', () => placesChecked(context));
  const probe = await probeWrites(context);
  const reading = await each('reading', () => readingPermissions(context));
  const writing = await each('writing', () => writingPermissions(context, probe.honorsConditions));
  const deployed = await each('deployments', () => deployments(examined));
  const signed = await each('signing', () => signing(context));
  return [finding, ...settings, ...places, ...probe.findings, ...reading, ...writing, ...deployed, ...signed];
}

/** Checks that belong together; an unexpected error is a finding, too, and not the end of the others. */
async function each(check: string, examineIt: () => Promise<CheckFinding[]>): Promise<CheckFinding[]> {
  return examineIt().catch((error: unknown) => [unanswered(check, error, 'failed')]);
}

/** Whatever is asked of the bucket would end like this. */
const endsAll = [
  'no-bucket',
  'no-credentials',
  'bad-credentials',
  'expired-credentials',
  'wrong-region',
  'clock-skew',
  'unreachable',
];

async function reachable(context: DoctorContext): Promise<{ finding: CheckFinding; isReachable: boolean }> {
  const check = 'bucket';
  const { bucket } = context;
  try {
    await assertVersioned(bucket);
    const message = `The bucket "${bucket.name}" is reachable and has versioning enabled.`;
    return { finding: ok(check, message), isReachable: true };
  } catch (error) {
    if (!isRefused(error))
      return {
        finding: unanswered(check, error, 'failed'),
        isReachable: !endsAll.includes((error as { kind?: string }).kind ?? ''),
      };
    const message = `Whether "${bucket.name}" has versioning enabled is unknown: these credentials lack s3:GetBucketVersioning.`;
    const remedy = `Allow them s3:GetBucketVersioning on arn:aws:s3:::${bucket.name}.`;
    return { finding: failed(check, message, remedy), isReachable: true };
  }
}

import { UnfitBucketError } from '../../errors/errors';
import { requireVersioning } from '../../tags/require-versioning';
import type { CheckFinding } from '../../views/examination';
import { bucketSettings } from './bucket-settings';
import type { DoctorContext } from './context';
import { deployments } from './deployments';
import { failed, isRefused, ok, unanswered } from './finding';
import { readingPermissions } from './permissions';
import { probeWrites } from './probe';
import { writingPermissions } from './writing-permissions';

/**
 * Checks the whole set-up, each thing by itself, so that one fault does not hide the others. It writes one probe and
 * removes it again.
 */
export async function examine(context: DoctorContext): Promise<CheckFinding[]> {
  const { finding, isReachable } = await reachable(context);
  const examined = { ...context, facts: await context.bucket.facts() };
  const settings = bucketSettings(examined);
  // A bucket that cannot be asked has one fault, which every other question would only repeat.
  if (!isReachable) return [finding, ...settings.filter(({ state }) => state !== 'unknown')];
  const probe = await probeWrites(context);
  const reading = await readingPermissions(context);
  const writing = await writingPermissions(context, probe.honoursConditions);
  return [finding, ...settings, ...probe.findings, reading, ...writing, ...(await deployments(examined))];
}

async function reachable(context: DoctorContext): Promise<{ finding: CheckFinding; isReachable: boolean }> {
  const check = 'bucket';
  const { bucket } = context;
  try {
    await requireVersioning(bucket);
    const message = `The bucket "${bucket.name}" is reachable and keeps versions.`;
    return { finding: ok(check, message), isReachable: true };
  } catch (error) {
    // That there are no versions is an answer; whatever else is thrown says that the bucket gave none.
    if (!isRefused(error))
      return { finding: unanswered(check, error, 'failed'), isReachable: error instanceof UnfitBucketError };
    const message = `Whether "${bucket.name}" keeps versions is not known: these credentials lack s3:GetBucketVersioning.`;
    const remedy = `Allow them s3:GetBucketVersioning on arn:aws:s3:::${bucket.name}.`;
    return { finding: failed(check, message, remedy), isReachable: true };
  }
}

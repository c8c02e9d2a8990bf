import type { Bucket } from '../ports/bucket';
import type { ReleaseContext } from '../release-context';
import { ConditionProbe } from './condition-probe';

/** A bucket object lives as long as a command, so a command asks, and warns, once. */
const answers = new WeakMap<Bucket, Promise<boolean>>();

/**
 * Whether writes under a condition are honoured. A look-alike that ignores them is worked with all the same: every
 * write is read back, and one that turns out to have lost a race is undone; that is said once. Where no probe may be
 * written they count as honoured, because what is read back is read back everywhere.
 */
export function honoursConditions(
  context: Pick<ReleaseContext, 'bucket' | 'prefix' | 'report'>,
): Promise<boolean> {
  const { bucket } = context;
  const known = answers.get(bucket) ?? ask(context);
  answers.set(bucket, known);
  return known;
}

async function ask({
  bucket,
  prefix,
  report,
}: Pick<ReleaseContext, 'bucket' | 'prefix' | 'report'>): Promise<boolean> {
  if (bucket.honoursConditions) return true;
  const probe = new ConditionProbe(bucket, prefix);
  const areHonoured = await probe
    .place('{}')
    .then(() => probe.areHonoured())
    .catch(() => true);
  await probe.remove();
  if (!areHonoured) {
    const message = `The bucket "${bucket.name}" ignores conditions on writes: each write is read back, and a lost race is found out only afterwards.`;
    report({ kind: 'warning', message });
  }
  return areHonoured;
}

import type { Bucket, StoredObject } from '../ports/bucket';
import type { ReleaseContext } from '../context';
import { ConditionProbe } from './condition-probe';

type Place = Pick<ReleaseContext, 'bucket' | 'prefix' | 'report'>;

/** What was found out of one bucket. */
interface Answers {
  puts?: Promise<boolean>;
  copies?: Promise<boolean>;
  hasWarned?: boolean;
}

/** A bucket object lives as long as a command, so a command asks, and warns, once. */
const answers = new WeakMap<Bucket, Answers>();

/**
 * Whether writes under a condition are honored: puts and, where a copy of `source` is to come, copies too. An S3-compatible server
 * that ignores them is worked with anyway: every write is read back, and one that turns out to have lost a race is
 * undone; that is said once. Where no probe may be written they count as honored, because what is read back is read
 * back everywhere.
 */
export async function honorsConditions(context: Place, source?: StoredObject): Promise<boolean> {
  const { bucket, prefix, report } = context;
  const known = answers.get(bucket) ?? {};
  answers.set(bucket, known);
  const ask = (tryIt: (probe: ConditionProbe) => Promise<boolean>) =>
    isRefused(bucket, new ConditionProbe(bucket, prefix), tryIt);
  known.puts ??= ask((probe) => probe.refusesPut());
  let areHonored = await known.puts;
  if (areHonored && source !== undefined) {
    known.copies ??= ask((probe) => probe.refusesCopy(source));
    areHonored = await known.copies;
  }
  if (!areHonored && known.hasWarned !== true) {
    known.hasWarned = true;
    const message = `The bucket "${bucket.name}" ignores conditions on writes: each write is read back, and a lost race is detected only afterwards.`;
    report({ kind: 'warning', message });
  }
  return areHonored;
}

async function isRefused(
  bucket: Bucket,
  probe: ConditionProbe,
  tryIt: (probe: ConditionProbe) => Promise<boolean>,
): Promise<boolean> {
  if (bucket.honorsConditions) return true;
  // A server says who it is with its first answer, and one that is known needs no probe.
  await probe.isLeftOver().catch(() => false);
  if (bucket.honorsConditions) return true;
  const areHonored = await tryIt(probe).catch(() => true);
  await probe.remove();
  return areHonored;
}

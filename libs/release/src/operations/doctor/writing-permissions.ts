import type { CheckFinding } from '@sluice/contract';
import { archiveKey, latestTag, tagKey } from '../../keys';
import { bucketOf, type WriteCondition, type WriteResult } from '../../ports/bucket';
import { readTag, type Stored } from '../../tags/read-tag';
import type { DoctorContext } from './context';
import { ok, unknown, warning } from './finding';
import { allow, isAllowed, named } from './permissions';

/** A write to a key that cannot go through, as a command would make it. */
interface Trial {
  key: string;
  write: () => Promise<WriteResult>;
}

const never: WriteCondition = { kind: 'unchanged', etag: '"0"' };

/**
 * What a publish and a promotion to each tag need, tried by writes whose conditions cannot hold, so that nothing is
 * ever written. A role need not be allowed everything: what it lacks is a warning.
 */
export async function writingPermissions(
  context: DoctorContext,
  honorsConditions: boolean,
): Promise<CheckFinding[]> {
  const tags = [...new Set(context.settings.environments.map(({ tag }) => tag))];
  const others = tags.filter((tag) => tag !== latestTag);
  const promotable = others.filter((tag) => isHere(context, tag));
  // A promotion brings the archive there first.
  const elsewhere = others
    .filter((tag) => !isHere(context, tag))
    .map((tag) => unknown(`permission to promote to ${tag}`, 'Not tried: its bucket is another.'));
  const checks = ['permission to publish', ...promotable.map((tag) => `permission to promote to ${tag}`)];
  const latest = await readTag(context, latestTag).catch(() => undefined);
  if (!honorsConditions || latest === undefined) {
    const why = honorsConditions
      ? 'no archives published yet'
      : 'only a bucket that supports conditional writes is sure to write nothing';
    return [...checks.map((check) => unknown(check, `Not tried: ${why}.`)), ...elsewhere];
  }
  const trials = [
    {
      what: 'publish',
      made: [...(await archiveTrial(context, latest)), copyTrial(context, latest, latestTag)],
    },
    ...promotable.map((tag) => ({ what: `promote to "${tag}"`, made: [copyTrial(context, latest, tag)] })),
  ];
  const judged = trials.map(({ what, made }, index) => judge(context, checks[index] ?? what, what, made));
  return [...(await Promise.all(judged)), ...elsewhere];
}

function isHere({ bucket, prefix }: DoctorContext, tag: string): boolean {
  return bucketOf(bucket, tagKey(prefix, tag)) === bucket.name;
}

async function judge(
  context: DoctorContext,
  check: string,
  what: string,
  trials: Trial[],
): Promise<CheckFinding> {
  const refused = await Promise.all(
    trials.map(async (trial) => ((await isAllowed(() => made(context, trial))) ? [] : [trial.key])),
  );
  const missing = refused
    .flat()
    .map((key) => ({ action: 's3:PutObject', on: `${bucketOf(context.bucket, key)}/${key}` }));
  if (missing.length === 0) return ok(check, `These credentials can ${what}.`);
  return warning(
    check,
    `These credentials cannot ${what}: they lack ${named(missing)}.`,
    `If they should, ${allow(missing).replace(/^./, (first) => first.toLowerCase())}`,
  );
}

/** It cannot go through. If it does anyway, the version that should not be there goes again. */
async function made({ bucket }: DoctorContext, { key, write }: Trial): Promise<void> {
  const result = await write();
  if (result.outcome === 'written' && result.versionId !== undefined)
    await bucket.remove(key, result.versionId);
}

/** A tag is moved by a copy inside the bucket, and a role may be allowed nothing but that. */
function copyTrial({ bucket, prefix }: DoctorContext, { object }: Stored, tag: string): Trial {
  const key = tagKey(prefix, tag);
  return { key, write: () => bucket.copy(object, key, {}, never) };
}

/**
 * The archive that `latest` names, which nothing deletes. A bucket policy may refuse any put of an archive that does
 * not say that it must be the first, so this one says so, and finds that it is not.
 */
async function archiveTrial(
  { bucket, prefix }: DoctorContext,
  { metadata: { commit } }: Stored,
): Promise<Trial[]> {
  if (commit === undefined) return [];
  const key = archiveKey(prefix, commit);
  const isThere = (await bucket.head(key).catch(() => undefined)) !== undefined;
  return isThere ? [{ key, write: () => bucket.putText(key, '{}', { kind: 'absent' }) }] : [];
}

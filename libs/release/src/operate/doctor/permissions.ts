import { archiveKey, commitOfKey, tagKey } from '../../keys';
import type { WriteCondition } from '../../ports/bucket';
import { latestTag } from '../../publish/latest-decision';
import { readTag } from '../../tags/read-tag';
import type { CheckFinding } from '../../views/examination';
import type { DoctorContext } from './context';
import { failed, isRefused, ok, unknown, warning } from './finding';

/** A permission by AWS's name, and what it is about. */
interface Permission {
  action: string;
  on: string;
}

/** What every command needs. Each is tried by a read that does nothing else. */
export async function readingPermissions(context: DoctorContext): Promise<CheckFinding> {
  const { bucket, prefix } = context;
  const latest = tagKey(prefix, latestTag);
  const below = `${bucket.name}/${prefix}*`;
  const mayList = await isAllowed(async () => {
    await bucket.list(prefix, '/')[Symbol.asyncIterator]().next();
  });
  const [mayListVersions, mayRead, mayReadTags] = await Promise.all([
    isAllowed(() => bucket.versions(latest, 1)),
    isAllowed(() => bucket.head(latest)),
    isAllowed(() => bucket.tags(latest)),
  ]);
  const [newest] = mayListVersions ? await bucket.versions(latest, 1) : [];
  const mayReadVersions =
    newest === undefined || newest.isDeleteMarker
      ? true
      : await isAllowed(() => bucket.head(latest, newest.versionId));
  const missing: Permission[] = [
    ...(mayList ? [] : [{ action: 's3:ListBucket', on: bucket.name }]),
    ...(mayListVersions ? [] : [{ action: 's3:ListBucketVersions', on: bucket.name }]),
    // Without s3:ListBucket, S3 refuses to tell what is not there from what may not be read.
    ...(mayRead || !mayList ? [] : [{ action: 's3:GetObject', on: below }]),
    ...(mayReadVersions ? [] : [{ action: 's3:GetObjectVersion', on: below }]),
    ...(mayReadTags || !mayList ? [] : [{ action: 's3:GetObjectTagging', on: below }]),
  ];
  const check = 'permission to read';
  if (missing.length === 0) return ok(check, 'These credentials may read what the commands look at.');
  return failed(check, `These credentials lack ${named(missing)}.`, allow(missing));
}

/**
 * What a publish and a promotion to each tag need, tried by writes whose conditions cannot hold, so that nothing is
 * ever written. A role need not be allowed everything: what it lacks is a warning.
 */
export async function writingPermissions(
  context: DoctorContext,
  honoursConditions: boolean,
): Promise<CheckFinding[]> {
  const { prefix, settings } = context;
  const tags = [...new Set(settings.environments.map(({ tag }) => tag))].filter((tag) => tag !== latestTag);
  const writes: [check: string, what: string, targets: WriteTarget[]][] = [
    [
      'permission to publish',
      'publish',
      [await anArchive(context), aTag(prefix, latestTag)].filter((one) => one !== undefined),
    ],
    ...tags.map((tag): (typeof writes)[number] => [
      `permission to promote to ${tag}`,
      `promote to "${tag}"`,
      [aTag(prefix, tag)],
    ]),
  ];
  if (!honoursConditions) {
    return writes.map(([check]) =>
      unknown(check, 'Not tried: only a bucket that honours conditions is sure to write nothing.'),
    );
  }
  return Promise.all(
    writes.map(async ([check, what, targets]) => {
      const refused = await Promise.all(
        targets.map(async (one) => ((await mayPut(context, one)) ? [] : [one])),
      );
      const missing = refused
        .flat()
        .map(({ key }) => ({ action: 's3:PutObject', on: `${context.bucket.name}/${key}` }));
      if (missing.length === 0) return ok(check, `These credentials may ${what}.`);
      return warning(
        check,
        `These credentials may not ${what}: they lack ${named(missing)}.`,
        `Where they are to, ${allow(missing).replace(/^./, (first) => first.toLowerCase())}`,
      );
    }),
  );
}

interface WriteTarget {
  key: string;
  condition: WriteCondition;
}

function aTag(prefix: string, tag: string): WriteTarget {
  return { key: tagKey(prefix, tag), condition: { kind: 'unchanged', etag: '"0"' } };
}

/**
 * The archive that `latest` names, which nothing deletes. A bucket policy may refuse any put of an archive that does
 * not say that it must be the first, so this one says so, and finds that it is not.
 */
async function anArchive(context: DoctorContext): Promise<WriteTarget | undefined> {
  const commit = (await readTag(context, latestTag).catch(() => undefined))?.metadata.commit;
  if (commit === undefined) return undefined;
  const key = archiveKey(context.prefix, commit);
  const isThere = (await context.bucket.head(key).catch(() => undefined)) !== undefined;
  return isThere && commitOfKey(context.prefix, key) ? { key, condition: { kind: 'absent' } } : undefined;
}

async function mayPut({ bucket }: DoctorContext, { key, condition }: WriteTarget): Promise<boolean> {
  return isAllowed(async () => {
    const result = await bucket.putText(key, '{}', condition);
    // It cannot be. If it is all the same, the version that should not be there goes again.
    if (result.outcome === 'written' && result.versionId !== undefined)
      await bucket.remove(key, result.versionId);
  });
}

/** Whether these credentials may do it; what fails for another reason is told by another check. */
async function isAllowed(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    return !isRefused(error);
  }
}

function named(missing: Permission[]): string {
  return missing.map(({ action, on }) => `${action} on ${on}`).join(', ');
}

function allow(missing: Permission[]): string {
  return `Allow them ${missing.map(({ action, on }) => `${action} on arn:aws:s3:::${on}`).join(', ')}.`;
}

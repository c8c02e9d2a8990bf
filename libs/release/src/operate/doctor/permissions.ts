import { latestTag, tagKey } from '../../keys';
import type { CheckFinding } from '../../views/examination';
import type { DoctorContext } from './context';
import { failed, isRefused, ok } from './finding';

/** A permission by AWS's name, and what it is about. */
export interface Permission {
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

/** Whether these credentials may do it; what fails for another reason is told by another check. */
export async function isAllowed(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    return !isRefused(error);
  }
}

export function named(missing: Permission[]): string {
  return missing.map(({ action, on }) => `${action} on ${on}`).join(', ');
}

export function allow(missing: Permission[]): string {
  return `Allow them ${missing.map(({ action, on }) => `${action} on arn:aws:s3:::${on}`).join(', ')}.`;
}

import type { CheckFinding } from '@sluice/contract';
import { latestTag, tagKey } from '../../keys';
import type { ObjectVersion } from '../../ports/bucket';
import type { DoctorContext } from './context';
import { failed, isRefused, ok, unanswered } from './finding';

/** A permission by AWS's name, and what it is about. */
export interface Permission {
  action: string;
  on: string;
}

/** A read that a command makes, how it ended, and what does not work without it. */
interface Reading {
  check: string;
  permission: Permission;
  needs: string;
  state: 'failed' | 'warning';
  error?: unknown;
}

/**
 * What every command needs. Each is tried by a read that does nothing else. What is refused is one finding; what the
 * server cannot do, or fails to do, is a finding each.
 */
export async function readingPermissions({ bucket, prefix }: DoctorContext): Promise<CheckFinding[]> {
  const latest = tagKey(prefix, latestTag);
  const below = `${bucket.name}/${prefix}*`;
  let newest: ObjectVersion | undefined;
  const readings = await Promise.all([
    read('listing', 's3:ListBucket', bucket.name, 'Every command needs it to find archives.', () =>
      bucket.list(prefix, '/')[Symbol.asyncIterator]().next(),
    ),
    read(
      'listing of versions',
      's3:ListBucketVersions',
      bucket.name,
      'history, rollback and prune need it.',
      async () => {
        [newest] = await bucket.versions(latest, 1);
      },
    ),
    read('reading', 's3:GetObject', below, 'Every command needs it.', () => bucket.head(latest)),
    read('tags of objects', 's3:GetObjectTagging', below, 'Only reject needs it.', () => bucket.tags(latest)),
  ]);
  const { versionId, isDeleteMarker = true } = newest ?? {};
  if (!isDeleteMarker)
    readings.splice(
      3,
      0,
      await read('reading of versions', 's3:GetObjectVersion', below, 'history and rollback need it.', () =>
        bucket.head(latest, versionId),
      ),
    );
  return [aboutRefusals(readings), ...readings.flatMap(aboutFailure)];
}

async function read(
  check: string,
  action: string,
  on: string,
  needs: string,
  act: () => Promise<unknown>,
): Promise<Reading> {
  const reading: Reading = {
    check,
    permission: { action, on },
    needs,
    state: check === 'tags of objects' ? 'warning' : 'failed',
  };
  try {
    await act();
    return reading;
  } catch (error) {
    return { ...reading, error };
  }
}

function aboutRefusals(readings: Reading[]): CheckFinding {
  const refused = readings.filter(({ error }) => isRefused(error)).map(({ permission }) => permission);
  const mayList = !refused.some(({ action }) => action === 's3:ListBucket');
  // Without s3:ListBucket, S3 refuses to tell what is not there from what may not be read.
  const missing = refused.filter(
    ({ action }) => mayList || !['s3:GetObject', 's3:GetObjectTagging'].includes(action),
  );
  const check = 'permission to read';
  if (missing.length === 0) return ok(check, 'These credentials can read everything that the commands need.');
  return failed(check, `These credentials lack ${named(missing)}.`, allow(missing));
}

function aboutFailure({ check, needs, state, error }: Reading): CheckFinding[] {
  if (error === undefined || isRefused(error)) return [];
  const finding = unanswered(check, error, state);
  return [{ ...finding, message: `${finding.message} ${needs}` }];
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

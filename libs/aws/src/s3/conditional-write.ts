import type { WriteCondition, WriteResult } from '@sluice/release';
import { errorCode, httpStatus } from '../failures/classify';

export function conditionHeaders(condition: WriteCondition | undefined): {
  IfMatch?: string;
  IfNoneMatch?: string;
} {
  if (condition === undefined) return {};
  return condition.kind === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
}

/** 404 is S3's answer to If-Match where the key has no current version. */
function isConflict(error: unknown, condition: WriteCondition | undefined): boolean {
  if (condition === undefined) return false;
  const status = httpStatus(error);
  if (status === 412 || status === 409) return true;
  return status === 404 && condition.kind === 'unchanged' && errorCode(error) === 'NoSuchKey';
}

export async function resultOf(
  condition: WriteCondition | undefined,
  write: () => Promise<{ VersionId?: string; ETag?: string }>,
): Promise<WriteResult> {
  try {
    const answer = await write();
    return { outcome: 'written', versionId: answer.VersionId, etag: answer.ETag ?? '' };
  } catch (error) {
    if (isConflict(error, condition)) return { outcome: 'conflict' };
    throw error;
  }
}

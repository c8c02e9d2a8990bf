import { randomUUID } from 'node:crypto';
import type { OperateContext } from './context';
import type { CheckFinding } from '../views/examination';

/**
 * Whether the bucket refuses a write whose condition does not hold: S3 look-alikes may ignore it without a word. The
 * probe's name is no tag and no archive, so nothing watches it, and every version of it is removed.
 */
export async function probeConditions({ bucket, prefix }: OperateContext): Promise<CheckFinding> {
  const check = 'conditional writes';
  const key = `${prefix}doctor-${randomUUID()}.json`;
  try {
    await bucket.putText(key, '{}', { kind: 'absent' });
    const again = await bucket.putText(key, '{"again":true}', { kind: 'absent' });
    const changed = await bucket.putText(key, '{"changed":true}', { kind: 'unchanged', etag: '"0"' });
    if (again.outcome === 'conflict' && changed.outcome === 'conflict')
      return { check, state: 'ok', message: 'Writes under a condition are honoured.' };
    return {
      check,
      state: 'warning',
      message: 'The bucket ignores conditions on writes: a lost race is found out only afterwards.',
      remedy: 'Use a server that honours If-Match and If-None-Match, or let one job at a time write.',
    };
  } finally {
    for (const { versionId } of await bucket.versions(key)) await bucket.remove(key, versionId);
  }
}

import { createHash, randomUUID } from 'node:crypto';
import type { WriteCondition } from '../../ports/bucket';
import type { CheckFinding } from '../../views/examination';
import type { DoctorContext } from './context';
import { isRefused, ok, unanswered, unknown, warning } from './finding';

export interface ProbeResult {
  findings: CheckFinding[];
  /** Whether a write whose condition cannot hold is sure to write nothing. */
  honoursConditions: boolean;
}

const conditions = 'conditional writes';
const checksums = 'checksums';
const content = '{}';

/**
 * Whether the bucket refuses a write whose condition does not hold, and keeps the checksum of what is uploaded: S3
 * look-alikes may do neither, without a word. The probe's name is no tag and no archive, so nothing watches it.
 */
export async function probeWrites(context: DoctorContext): Promise<ProbeResult> {
  const { bucket, prefix } = context;
  const key = `${prefix}doctor-${randomUUID()}.json`;
  const written: string[] = [];
  const put = async (text: string, condition: WriteCondition) => {
    const result = await bucket.putText(key, text, condition);
    if (result.outcome === 'written' && result.versionId !== undefined) written.push(result.versionId);
    return result.outcome;
  };
  try {
    await put(content, { kind: 'absent' });
    const kept = await bucket.sha256Of(key);
    const again = await put('{"again":true}', { kind: 'absent' });
    const changed = await put('{"changed":true}', { kind: 'unchanged', etag: '"0"' });
    const honoursConditions = again === 'conflict' && changed === 'conflict';
    const left = await removeProbe(context, key, written);
    return {
      findings: [aboutConditions(honoursConditions), aboutChecksums(kept), ...left],
      honoursConditions,
    };
  } catch (error) {
    const left = await removeProbe(context, key, written);
    return { findings: [...notProbed(context, error), ...left], honoursConditions: bucket.isAws };
  }
}

function aboutConditions(areHonoured: boolean): CheckFinding {
  if (areHonoured) return ok(conditions, 'Writes under a condition are honoured.');
  return warning(
    conditions,
    'The bucket ignores conditions on writes: a lost race is found out only afterwards.',
    'Use a server that honours If-Match and If-None-Match, or let one job at a time write.',
  );
}

function aboutChecksums(kept: string | undefined): CheckFinding {
  if (kept === createHash('sha256').update(content).digest('hex'))
    return ok(checksums, 'The SHA-256 of what is uploaded is kept.');
  return warning(
    checksums,
    'The bucket does not keep the SHA-256 of what is uploaded: damage on the way would show only when it is unpacked.',
    'Use a server that keeps checksums (x-amz-checksum-sha256), or reach it over TLS only.',
  );
}

/** AWS's own S3 needs no probe; the roles that publish and promote may not write one there. */
function notProbed({ bucket, prefix }: DoctorContext, error: unknown): CheckFinding[] {
  if (bucket.isAws) {
    return [
      ok(conditions, 'It is AWS itself, which honours conditions; no probe was written.'),
      ok(checksums, 'It is AWS itself, which keeps checksums; no probe was written.'),
    ];
  }
  return [conditions, checksums].map((check) =>
    isRefused(error)
      ? unknown(
          check,
          `Not probed: these credentials may not put ${prefix}doctor-*.json.`,
          'Run doctor with a role that may, once.',
        )
      : unanswered(check, error, 'failed'),
  );
}

/** For ever where that is allowed; otherwise behind a delete marker. What is left all the same is told. */
async function removeProbe(
  { bucket }: DoctorContext,
  key: string,
  written: readonly string[],
): Promise<CheckFinding[]> {
  // A write whose answer was lost is in the list only, and not every role may list.
  const listed = await bucket.versions(key).catch(() => []);
  const versions = new Set([...written, ...listed.map(({ versionId }) => versionId)]);
  try {
    for (const versionId of versions) await bucket.remove(key, versionId);
    return [];
  } catch {
    try {
      if ((await bucket.head(key)) !== undefined) await bucket.remove(key);
      return [];
    } catch {
      return [warning('probe', `${key}, which doctor wrote, could not be removed.`, 'Delete it by hand.')];
    }
  }
}

import type { CheckFinding } from '@sluice/contract';
import { createHash } from 'node:crypto';
import { ConditionProbe } from '../../tags/condition-probe';
import type { DoctorContext } from './context';
import { isRefused, ok, unanswered, unknown, warning } from './finding';

export interface ProbeResult {
  findings: CheckFinding[];
  /** Whether a write whose condition cannot hold is sure to write nothing. */
  honorsConditions: boolean;
}

const conditions = 'conditional writes';
const checksums = 'checksums';
const content = '{}';

/**
 * Whether the bucket refuses a write whose condition does not hold, and keeps the checksum of what is uploaded: S3
 * S3-compatible servers may do neither, without a word. The probe's name is no tag and no archive, so nothing watches it.
 */
export async function probeWrites(context: DoctorContext): Promise<ProbeResult> {
  const { bucket, prefix } = context;
  const probe = new ConditionProbe(bucket, prefix);
  const tried = async (): Promise<ProbeResult> => {
    await probe.place(content);
    const kept = await bucket.sha256Of(probe.key);
    const isHonored = await probe.areHonored();
    return { findings: [aboutConditions(isHonored), aboutChecksums(kept)], honorsConditions: isHonored };
  };
  const result = await tried().catch((error: unknown) => ({
    findings: notProbed(context, error),
    honorsConditions: bucket.isAws,
  }));
  if (await probe.remove()) return result;
  const left = warning(
    'probe',
    `${probe.key}, which doctor wrote, could not be deleted.`,
    'Delete it manually.',
  );
  return { ...result, findings: [...result.findings, left] };
}

function aboutConditions(areHonored: boolean): CheckFinding {
  if (areHonored) return ok(conditions, 'Conditional writes are supported.');
  return warning(
    conditions,
    'The bucket ignores conditions on writes: a lost race is detected only afterwards.',
    'Use a server that supports If-Match and If-None-Match, or run only one writing job at a time.',
  );
}

function aboutChecksums(kept: string | undefined): CheckFinding {
  if (kept === createHash('sha256').update(content).digest('hex'))
    return ok(checksums, 'The SHA-256 checksum of uploads is stored.');
  return warning(
    checksums,
    'The bucket does not store the SHA-256 checksum of uploads: damage in transit would be detected only when the archive is unpacked.',
    'Use a server that stores checksums (x-amz-checksum-sha256), or connect with TLS only.',
  );
}

/** AWS's own S3 needs no probe; the roles that publish and promote may not write one there. */
function notProbed({ bucket, prefix }: DoctorContext, error: unknown): CheckFinding[] {
  if (bucket.isAws) {
    return [
      ok(conditions, 'This is AWS, which supports conditional writes; no probe was written.'),
      ok(checksums, 'This is AWS, which stores checksums; no probe was written.'),
    ];
  }
  return [conditions, checksums].map((check) =>
    isRefused(error)
      ? unknown(
          check,
          `Not probed: these credentials cannot write ${prefix}probe.json.`,
          'Run doctor once with a role that can.',
        )
      : unanswered(check, error, 'failed'),
  );
}

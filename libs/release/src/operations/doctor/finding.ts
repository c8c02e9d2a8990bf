import type { CheckFinding } from '@sluice/contract';
import { isUserFacingError } from '../../errors';
import type { BucketFact } from '../../ports/bucket';
import { failureKind } from '../../ports/pipelines';

export function ok(check: string, message: string): CheckFinding {
  return { check, state: 'ok', message };
}

export function warning(check: string, message: string, remedy: string): CheckFinding {
  return { check, state: 'warning', message, remedy };
}

export function failed(check: string, message: string, remedy: string): CheckFinding {
  return { check, state: 'failed', message, remedy };
}

export function unknown(check: string, message: string, remedy?: string): CheckFinding {
  return { check, state: 'unknown', message, remedy };
}

/** Judges a setting of the bucket; one that these credentials may not read is unknown. */
export function judged<T>(
  check: string,
  fact: BucketFact<T>,
  permission: string,
  judge: (value: T) => CheckFinding,
): CheckFinding {
  if (fact.isKnown) return judge(fact.value);
  if (failureKind(fact.error) !== 'access-denied') return unanswered(check, fact.error, 'unknown');
  return unknown(
    check,
    `Not checked: these credentials lack ${permission}.`,
    `Allow them ${permission}, or run doctor with a role that has it.`,
  );
}

/** What a look found; one that is refused is unknown, any other failure is a finding itself. */
export async function tried(check: string, look: () => Promise<CheckFinding>): Promise<CheckFinding> {
  try {
    return await look();
  } catch (error) {
    return unanswered(check, error, isRefused(error) ? 'unknown' : 'failed');
  }
}

export function unanswered(check: string, error: unknown, state: CheckFinding['state']): CheckFinding {
  const message = error instanceof Error ? error.message : String(error);
  return { check, state, message, remedy: isUserFacingError(error) ? error.remedy : undefined };
}

export function isRefused(error: unknown): boolean {
  return failureKind(error) === 'access-denied';
}

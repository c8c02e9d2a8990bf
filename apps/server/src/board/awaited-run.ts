import type { EnvironmentStatus } from '@sluice/contract';

/** Milliseconds that a pipeline may take to start after its tag moved. */
export const startsWithin = 60_000;

/**
 * Whether an environment's tag moved a moment ago and its pipeline has not taken that version up: what is known of the
 * pipeline is then about the version before.
 *
 * @param runVersionId the version of the tag that its newest run carries
 * @param now milliseconds since 1970
 */
export function awaitsRun(
  { current }: Pick<EnvironmentStatus, 'current'>,
  runVersionId: string | undefined,
  now: number,
): boolean {
  if (current?.versionId === undefined || current.versionId === runVersionId) return false;
  return now - Date.parse(current.writtenAt) < startsWithin;
}

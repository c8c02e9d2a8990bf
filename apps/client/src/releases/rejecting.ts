import type { Session } from '@sluice/contract';

/** Why this person may not reject a release, nor take that back; nothing where they may. */
export function whyNoRejection(session: Session | undefined): string | undefined {
  return session?.mayReject === false ? 'You do not have permission to reject releases.' : undefined;
}

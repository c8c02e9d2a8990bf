import type { ReleaseContext } from '../context';

/** What to do where the clone is shallow, as a sentence: as the CI service has it or, elsewhere, with git. */
export function fetchCompleteHistory({ completeHistory }: Pick<ReleaseContext, 'completeHistory'>): string {
  return completeHistory ?? 'Fetch the complete history: git fetch --unshallow.';
}

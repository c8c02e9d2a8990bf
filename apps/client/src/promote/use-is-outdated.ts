import type { MovePlan } from '@sluice/contract';
import { useState } from 'react';
import { useEnvironment } from '../live/use-live';

/** Whether the board shows that the tag has changed since this plan was created. */
export function useIsOutdated(name: string, plan: MovePlan | undefined): boolean {
  const current = useEnvironment(name)?.current;
  // As the server counts it: null for an empty tag, nothing for a version of a bucket that keeps none.
  const onTag = current ? (current.versionId ?? '') : null;
  const [seen, setSeen] = useState({ plan, onTag });
  if (seen.plan !== plan) setSeen({ plan, onTag });
  // The board can be older than the plan: then it still shows what it showed when the plan came.
  return plan !== undefined && onTag !== plan.expects && onTag !== seen.onTag;
}

import type { RollbackPlanView } from '@sluice/contract';
import { planView } from '../promote/plan-view';
import type { RollbackPlan } from './rollback';

export function rollbackPlanView({ plan, to, basis, skipped }: RollbackPlan): RollbackPlanView {
  return { plan: planView(plan), to, basis, skipped };
}

export type { OperateContext } from './context';
export { readHistory, type History, type HistoryEntry } from './history';
export { holdTag, type Holding } from './hold';
export { releaseHold, type HoldRelease } from './release-hold';
export { planRollback, rollBack, type Rollback, type RollbackPlan } from './rollback';
export type { Run } from './runs';

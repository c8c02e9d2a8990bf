export type { PruneContext } from './context';
export { planPrune, type PrunePlan, type PruneRequest } from './plan';
export { prune } from './prune';

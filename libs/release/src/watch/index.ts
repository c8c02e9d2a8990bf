export { systemClock, type Clock } from '../clock';
export { describeEnd, type OutcomeMessage } from './describe-end';
export type { WatchEvent } from './events';
export type { PaceLimits } from './pace';
export { assertDeployed } from './require-deployed';
export { defaultLimits, type WatchedEnvironment, type WatchLimits, type WatchRequest } from './request';
export { stageViews } from './stage-views';
export { watchDeployment } from './watch-deployment';

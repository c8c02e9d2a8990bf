export type { OperateContext } from './context';
export { holdTag, type Holding } from './hold';
export { releaseHold, type HoldRelease } from './release-hold';

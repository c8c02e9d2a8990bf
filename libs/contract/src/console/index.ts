export * from './activity';
export * from './board';
export * from './log';
export * from './metrics';
export * from './moves';
export * from './problem';
export * from './releases';
export * from './session';
export { commitId, environmentName } from './values';
export { operations, type Operation, type OperationId } from './operations';
/** What commands print as well, and operations answer. */
export { diffSchema, historySchema, redeployResultSchema, verificationSchema } from '../commands';

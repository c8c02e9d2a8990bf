export { appsOfProject, chooseApp, type AppChoice } from './config/choose-app';
export { closest } from './config/closest';
export { parseSettings } from './config/parse-settings';
export { parseJsonWithComments } from './config/plain-json';
export {
  requireBucketInCi,
  resolveApps,
  resolveSettings,
  type SettingsSources,
} from './config/resolve-settings';
export { formatDuration, parseDuration } from './config/duration';
export { isTimeZone, type FreezeWindow } from './config/freeze';
export { fileSchema } from './config/schema';
export * from './config/settings';
export * from './errors';
export * from './events';
export type { NextCommand } from './next-command';
export { commitOfKey, latestTag, prefixFor, shortSha, tagKey } from './keys';
export { decodeMetadata } from './metadata/metadata';
export { assertReasonFits, type Reasons } from './metadata/reasons';
export * from './operations';
export { splitBucket } from './places/split-bucket';
export { splitPipelines, splitRules, splitStacks } from './places/split-ports';
export { localSigner } from './provenance/local-signer';
export { parsePublicKey } from './provenance/public-key';
export { rejectionOf } from './archives/rejection';
export * from './ports/bucket';
export * from './ports/build';
export * from './ports/checkout';
export * from './ports/commits';
export * from './ports/content';
export * from './ports/event-rules';
export type { Stacks } from './ports/stacks';
export * from './ports/pipelines';
export * from './ports/signing';
export { commitsBehind, commitsMissing } from './archives/changes-between';
export { planPromotion, type PromotionPlan } from './operations/promote/plan';
export { readGatesAhead, type GatesAhead } from './operations/promote/gates-ahead';
export { applyPromotion, assertAllowed } from './operations/promote/promote';
export { chooseTarget, type Target } from './config/choose-target';
export { gates } from './gates';
export type { Gate, MoveKind, PromotionOptions } from './gates/gate';
export {
  subjectOfCommit,
  subjectOfEnvironment,
  subjectOfRevision,
  commitWithContent,
} from './operations/verify/subjects';
export { trustedKeys, verify, type VerifySubject, type VerifyTrust } from './operations/verify/verify';
export { publish, type PublishRequest } from './operations/publish/publish';
export type { PublishContext, ReleaseContext } from './context';
export { authorOf } from './tags/author';
export { describeHold } from './tags/hold';
export * from './watch';
export { listArchives, type ListedArchive } from './archives/published';
export { archiveView } from './archives/archive-view';
export { planView } from './operations/promote/plan-view';
export { rollbackPlanView } from './operations/rollback/rollback';

export type { StacksAddress } from './cloudformation/described-stacks';
export { LazyStacks, openStacks } from './cloudformation/stacks';
export type { PipelinesAddress } from './codepipeline/client';
export { CodePipelines, openPipelines } from './codepipeline/code-pipelines';
export type { RulesAddress } from './eventbridge/bus-rules';
export { LazyRules, openEventRules } from './eventbridge/event-rules';
export { AwsFailure, type FailureKind } from './failures/aws-failure';
export type { BucketAddress } from './s3/client';
export { openBucket, S3Bucket } from './s3/s3-bucket';

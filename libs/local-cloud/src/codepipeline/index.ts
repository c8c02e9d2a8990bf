export { CodePipelineService } from './api/codepipeline-service';
export { assertFolderIsFree } from './folder-owner';
export type { BuildContext, BuildResult, PipelineDefinition } from './model/definition';
export type { PipelineEvent } from './model/events';
export { startPipelines } from './start-pipelines';
export type { PipelineStatus, RunningPipelines, StartPipelinesOptions } from './start-pipelines';

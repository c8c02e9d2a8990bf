export { runSluice, type Ended } from './demo/run-sluice';
export { SampleWorkspace } from './demo/sample-workspace';
export { AnsweringSluice } from './testing/answering-sluice';
export { WorkspaceClone, type Finished } from './testing/workspace-clone';
export {
  accessVariables,
  configurationSchema,
  containerVariables,
  openLocalApp,
  pipelineDefinitions,
  type Access,
  type LocalApp,
} from 'nx-sluice';

export { environmentOf, runSluice, type Ended } from './demo/run-sluice';
export { SampleWorkspace } from './demo/sample-workspace';
export { smallClient } from './testing/small-client';
export { WorkspaceClone, type Finished } from './testing/workspace-clone';
export {
  AnsweringSluice,
  accessVariables,
  configurationSchema,
  containerVariables,
  openLocalApp,
  pipelineDefinitions,
  type Access,
  type LocalApp,
} from 'nx-sluice';

export { runSluice, type Ended } from './demo/run-sluice';
export { SampleWorkspace } from './demo/sample-workspace';
export { accessVariables, pipelineDefinitions, type Access } from './local-app/definitions';
export { openLocalApp, type LocalApp } from './local-app/local-app';
export { WorkspaceClone, type Finished } from './testing/workspace-clone';
export { configurationSchema, containerVariables } from './local-app/container-configuration';

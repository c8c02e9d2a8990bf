export { pipelineDefinitions, type Access } from './local-app/definitions';

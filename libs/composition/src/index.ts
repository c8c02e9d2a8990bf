export type { Backend, WorkspaceBackend } from './backend';
export { openAws, type BucketHooks } from './open-aws';
export { localFolder, localFolderOf, openBackend } from './open-backend';
export { localBucket } from './open-local-cloud';

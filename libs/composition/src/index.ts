export type { Backend, WorkspaceBackend } from './backend';
export { openAws, type BucketHooks } from './open-aws';
export { openEntryStore, openLocalEntries, type OpenedEntryStore } from './open-entry-store';
export { localFolderOf, openBackend } from './open-backend';
export { openSigner, publicKeyReader } from './signing';
export { localBucket } from './local-bucket';

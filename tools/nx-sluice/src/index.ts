export { openConfiguredBucket } from './workspace/open-bucket';
export { readSettings } from './workspace/read-settings';

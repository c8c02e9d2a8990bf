export { printable } from './terminal/words';
export { localBucket, localFolder, openConfiguredBucket } from './workspace/open-bucket';
export { readSettings } from './workspace/read-settings';

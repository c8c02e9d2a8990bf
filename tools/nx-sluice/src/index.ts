export { printable } from './terminal/words';
export { nxBinary } from './workspace/nx-binary';
export { localBucket, localFolder, openConfiguredBucket } from './workspace/open-bucket';
export { whoActs } from './workspace/provenance';
export { readApps, readSettings } from './workspace/read-settings';

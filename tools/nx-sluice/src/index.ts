export { printable } from './terminal/text';
export { nxBinary } from './composition/nx-binary';
export { localBucket, localFolder, openConfiguredBucket } from './composition/open-bucket';
export { currentActor } from './composition/provenance';
export { readApps, readSettings } from './composition/read-settings';

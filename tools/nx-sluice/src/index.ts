export { exitCodeOf, exitCodes } from './terminal/exit-code';
export { printable } from './terminal/text';
export { nxBinary } from './composition/nx-binary';
export { openConfiguredBackend } from './composition/open-backend';
export { currentActor } from './composition/provenance';
export { GitWorkspace } from './testing/git-workspace';
export { readApps, readSettings } from './composition/read-settings';

import { setting } from '../shell/setting';

/** Whose clock exact times are told by: the reader's, or that of logs. */
export const timeZone = setting('sluice.time-zone', ['local', 'utc']);

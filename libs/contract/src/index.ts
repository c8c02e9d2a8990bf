export * from './cache';
export * from './commands';
export * from './console';
/** Only what is sent over HTTP, for who lists it. */
export * as consoleContract from './console';

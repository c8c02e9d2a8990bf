export * from './config/settings';
export * from './errors/errors';
export * from './ports/bucket';
export * from './ports/commits';
export * from './ports/content';
export * from './views/views';

export type {
  EnvironmentDefinition,
  EnvironmentEvent,
  EnvironmentStatus,
  EnvironmentTiming,
  LaunchContext,
  Version,
} from './definition';
export { Environment } from './environment';
export type { EnvironmentOptions } from './environment';
export { StartFailure } from './errors';
export type { Command } from './processes/guarded-process';

import type { Command } from './processes/guarded-process';

/** One built version of the app, ready to run. */
export interface Version {
  id: string;
  /** Absolute path of its files. */
  folder: string;
  /** What the build said of it: commit, digest, whatever the definition needs to start and recognize it. */
  variables: Record<string, string>;
}

export interface LaunchContext {
  environment: string;
  /** The loopback port to listen on. `PORT` and `HOST` are set to match, unless the command sets them. */
  port: number;
  versionId: string;
  variables: Readonly<Record<string, string>>;
}

/** An environment in which the app runs. */
export interface EnvironmentDefinition {
  /** Of `A-Z a-z 0-9 . _ -`; it names a folder. */
  name: string;
  /** Where people reach it, on loopback. 0: any free port. */
  publicPort: number;
  /** How to start the server of the version in `folder`. It must stay in the foreground and end on SIGTERM. */
  command(folder: string, context: LaunchContext): Command;
  /** Asked until it answers 200: `/healthz`. */
  healthPath: string;
  /** For servers that need not know the health path: any answer below 500 will do. */
  acceptsAnyAnswer?: boolean;
  /** Values that the JSON answer of the health path must name, so that it is known who answered. */
  expect?(variables: Readonly<Record<string, string>>): Record<string, string>;
}

/** All in milliseconds. */
export interface EnvironmentTiming {
  healthTimeoutMs: number;
  healthIntervalMs: number;
  /** How long requests in flight may take to end on a server that was replaced. */
  drainMs: number;
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
  /** Pause before a server that ended by itself is started again; it doubles with every failure, 64 times at the most. */
  restartMs: number;
}

export const defaultTiming: EnvironmentTiming = {
  healthTimeoutMs: 30_000,
  healthIntervalMs: 50,
  drainMs: 10_000,
  graceMs: 5_000,
  restartMs: 500,
};

export type EnvironmentEvent =
  /** `versionId` answers on the public port now. */
  | { kind: 'serving'; environment: string; versionId: string; url: string }
  /** The server ended by itself, or what ran before a restart does not come up. It is tried again. */
  | { kind: 'down'; environment: string; versionId: string; reason: string; lastOutput: readonly string[] }
  /** A line that a server printed. */
  | { kind: 'output'; environment: string; versionId: string; line: string };

export interface EnvironmentStatus {
  name: string;
  url: string;
  /** `empty`: nothing was ever deployed. `down`: what should run does not. */
  state: 'empty' | 'starting' | 'serving' | 'down';
  /** What it serves, or should. */
  versionId?: string;
  variables?: Readonly<Record<string, string>>;
  /** ISO 8601, UTC: when the public port went over to it. */
  since?: string;
  /** Why it is down. */
  reason?: string;
  /** What the server printed last. */
  lastOutput: readonly string[];
}

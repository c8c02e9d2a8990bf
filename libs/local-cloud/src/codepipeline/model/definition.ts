import type { EnvironmentDefinition } from '../../environments';

export interface BuildContext {
  /** Absolute path of the source object's bytes; read only. */
  file: string;
  bucket: string;
  key: string;
  versionId: string;
  /** As S3 gives it, quoted. */
  etag: string;
  /** User metadata of the source object, keys in lower case, values as stored. */
  metadata: Readonly<Record<string, string>>;
  /** Absolute path of an empty folder for the files to run. It is kept as long as they may be needed. */
  folder: string;
  /** Adds a line to the action's log. */
  log(line: string): void;
  /** Aborts when the execution is stopped with `abandon`, and when the local cloud closes. */
  signal: AbortSignal;
}

export interface BuildResult {
  /** Output variables of the action: they continue to the environment's `command` and `expect`. */
  variables?: Record<string, string>;
  /** One line on what was built. */
  summary?: string;
}

/** Source (a new version of one object) → Build → Deploy (to one environment). */
export interface PipelineDefinition {
  /** 1 to 100 of `A-Z a-z 0-9 . @ _ -`. */
  name: string;
  source: { bucket: string; key: string };
  /**
   * Turns the source object into files that run, and verifies them. When it throws, the execution is Failed; an error's
   * `remedy`, where it has one, is told with its message.
   */
  build(context: BuildContext): Promise<BuildResult | void>;
  deploy: EnvironmentDefinition;
}

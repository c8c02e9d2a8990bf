/** What the console and `status` show. All values are decoded, plain text; times are ISO 8601, UTC. */

/** An archive as its metadata tells it. Objects that were copied by hand carry less, hence the many optionals. */
export interface ArchiveView {
  /** 40 lower-case hex digits. */
  commit?: string;
  digest?: string;
  subject?: string;
  committedAt?: string;
  actor?: string;
  /** URL of the CI run that wrote it. */
  run?: string;
  reason?: string;
  /** Bytes. */
  size: number;
  writtenAt: string;
}

export interface HoldView {
  reason?: string;
  actor?: string;
  since?: string;
}

export interface EnvironmentView {
  name: string;
  tag: string;
  pipeline: string;
  /** What its tag names now; absent while nothing was promoted there. */
  current?: ArchiveView & { versionId?: string; previous?: string };
  hold?: HoldView;
}

export interface ReleaseView extends ArchiveView {
  commit: string;
  /** Environments whose tag names this commit now. */
  environments: string[];
}

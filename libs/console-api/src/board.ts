import type { EnvironmentStatus } from '@sluice/release';

/** One stage of a pipeline's run. Times are ISO 8601, UTC. */
export interface StageProgress {
  name: string;
  status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'stopped';
  startedAt?: string;
  /** Absent while it waits or runs. */
  endedAt?: string;
  error?: { code: string; message: string };
  /** Where the logs are. */
  url?: string;
}

export interface EnvironmentCard extends EnvironmentStatus {
  /** Whether a promotion asks for the environment's name. */
  confirm: boolean;
  /** Environments where an archive must have run well before it may come here. */
  requires: string[];
  /** Other environments that watch the same tag, and so move along. */
  sharesTagWith: string[];
  /** How it stands to the environment before it; absent for the first, or while either is empty. */
  behindPrevious?: {
    environment: string;
    /** Commits; absent when the server has no clone that can tell. 0 also where this one is ahead. */
    commits?: number;
    /** Published archives that the other has passed since. */
    releases?: number;
  };
  /** The stages of `run`. */
  stages: StageProgress[];
  /** The version of the tag that `run` carries. */
  runVersionId?: string;
}

/** `GET /api/board`, and the event `board` of `GET /api/events` at each change. */
export interface Board {
  /** ISO 8601, UTC. */
  readAt: string;
  newest?: { commit: string; subject?: string };
  /** In the order of promotion. */
  environments: EnvironmentCard[];
  /** What could not be learned in this look; the rest holds. Sentences. */
  warnings: string[];
}

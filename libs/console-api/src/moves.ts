import type { Ancestry, Commit, Redeployment, Verdict } from '@sluice/release';

/**
 * What a promotion or a rollback would do. `POST /api/environments/:name/promotion-plan` with {@link PlanRequest},
 * `POST /api/environments/:name/rollback-plan` with `{ override? }`. Writes nothing.
 */
export interface MovePlan {
  environment: string;
  tag: string;
  /** Every environment that watches the tag. */
  environments: string[];
  /** Where the tag is now; absent: nothing was ever there. */
  from?: { commit?: string; subject?: string };
  to: { commit: string; subject?: string };
  /** How `from` stands to `to`; a `descendant` moves back. */
  ancestry?: Ancestry;
  /** The commits that come or, for a way back, those that go; newest first, 200 at the most. */
  commits: Commit[];
  /** How many commits there are in all; absent when the server has no clone that can tell. */
  commitCount?: number;
  /** Paths; 1,000 of each at the most. */
  files?: { added: string[]; changed: string[]; removed: string[] };
  verdicts: Verdict[];
  /** All verdicts allow it. */
  isAllowed: boolean;
  /** The content is there already: nothing would be written. */
  isCurrent: boolean;
  /** The environment's name must be typed. */
  confirm: boolean;
  /** The version of the tag that this plan was made against; send it back with the deed. Null: the tag was empty. */
  expects: string | null;
}

export interface PlanRequest {
  /** 40 lower-case hex digits. */
  commit: string;
  /** Why rules that allow it may be passed over this once. */
  override?: string;
}

/** `POST /api/environments/:name/promotions`, `POST /api/environments/:name/rollbacks` */
export interface MoveRequest extends PlanRequest {
  /** From the plan. Another version on the tag by now: 409, and nothing is written. */
  expects: string | null;
  /** 1 to 500 characters. */
  reason: string;
  /** The environment's name, where the plan says `confirm`. */
  confirmation?: string;
}

/** 201 */
export interface Move {
  outcome: 'moved' | 'current';
  tag: string;
  commit: string;
  /** The version whose pipeline run is to be watched: `runVersionId` of the board. */
  versionId?: string;
}

/** `POST /api/environments/:name/redeployments`, 201 {@link Redeployment} */
export interface RedeployRequest {
  /** The version of the tag that was on the screen. */
  expects: string;
}
export type { Redeployment };

/** `PUT /api/environments/:name/hold`; `DELETE` releases it, with {@link ReleaseHoldRequest}. 200 {@link HoldAnswer} */
export interface HoldRequest {
  /** 1 to 500 characters. */
  reason: string;
}
export interface ReleaseHoldRequest {
  reason?: string;
}
export interface HoldAnswer {
  tag: string;
  outcome: 'held' | 'released' | 'unchanged';
  /** `latest` goes on to this commit once its hold is released. */
  movedTo?: string;
}

/** `PUT /api/releases/:commit/rejection`; `DELETE` without a body takes it back. 200 {@link RejectionAnswer} */
export interface RejectionRequest {
  /** 1 to 256 characters. */
  reason: string;
}
export interface RejectionAnswer {
  commit: string;
  outcome: 'rejected' | 'accepted' | 'unchanged';
}

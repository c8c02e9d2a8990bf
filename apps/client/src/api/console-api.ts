import type {
  ActivityLog,
  ActivityLogEntry,
  ActivityQuery,
  Board,
  Diff,
  History,
  HoldAnswer,
  HoldRequest,
  DeploymentLog,
  Metrics,
  MetricsQuery,
  Move,
  MovePlan,
  MoveRequest,
  PlanRequest,
  RedeployResult,
  RedeployRequest,
  RejectionAnswer,
  RejectionRequest,
  UnholdRequest,
  ReleasePage,
  ReleaseQuery,
  ReleaseRow,
  RollbackPlanRequest,
  Session,
  SignedOut,
  UndoRejectionRequest,
  Verification,
} from '@sluice/contract';

/** What the console needs of an `EventSource`. */
export interface EventStream {
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

/**
 * Every method but `events` and `activityExport` throws a Problem when the server does not answer, or answers with one; and a DOMException
 * named AbortError when its signal aborts.
 */
export interface ConsoleApi {
  session(signal?: AbortSignal): Promise<Session>;
  signOut(): Promise<SignedOut>;
  board(signal?: AbortSignal): Promise<Board>;
  /** The board of another app of the workspace. */
  boardOf(app: string, signal?: AbortSignal): Promise<Board>;
  /** The events `board` and `releases`; all pages of a browser share one stream where they can. */
  events(): EventStream;

  releases(query: ReleaseQuery, signal?: AbortSignal): Promise<ReleasePage>;
  release(commit: string, signal?: AbortSignal): Promise<ReleaseRow>;
  provenance(commit: string, signal?: AbortSignal): Promise<Verification>;
  /** @param from and `to` name environments, tags or commits */
  compare(from: string, to: string, signal?: AbortSignal): Promise<Diff>;
  history(environment: string, limit: number, signal?: AbortSignal): Promise<History>;

  log(environment: string, lines: number, signal?: AbortSignal): Promise<DeploymentLog>;

  activity(query: ActivityQuery, signal?: AbortSignal): Promise<ActivityLog>;
  activityEntry(id: string, signal?: AbortSignal): Promise<ActivityLogEntry>;
  /** The address of a file of it. */
  activityExport(query: ActivityQuery & { format: 'csv' | 'json' }): string;

  metrics(query: MetricsQuery, signal?: AbortSignal): Promise<Metrics>;

  promotionPlan(environment: string, request: PlanRequest, signal?: AbortSignal): Promise<MovePlan>;
  rollbackPlan(environment: string, request: RollbackPlanRequest, signal?: AbortSignal): Promise<MovePlan>;
  promote(environment: string, request: MoveRequest): Promise<Move>;
  rollBack(environment: string, request: MoveRequest): Promise<Move>;
  redeploy(environment: string, request: RedeployRequest): Promise<RedeployResult>;

  hold(environment: string, request: HoldRequest): Promise<HoldAnswer>;
  removeHold(environment: string, request: UnholdRequest): Promise<HoldAnswer>;
  reject(commit: string, request: RejectionRequest): Promise<RejectionAnswer>;
  /** Undoes a rejection. */
  accept(commit: string, request: UndoRejectionRequest): Promise<RejectionAnswer>;
}

/** What a request is about, as far as a fault can be aimed at it. */
export interface FaultTarget {
  /** AWS's name: `PutObject`, `StartPipelineExecution`. */
  operation: string;
  bucket?: string;
  key?: string;
}

/** S3's and the JSON services' codes; the bucket of a PermanentRedirect is in eu-west-1. */
export type ErrorCode =
  | 'InternalError'
  | 'SlowDown'
  | 'ServiceUnavailable'
  | 'AccessDenied'
  | 'AccessDeniedException'
  | 'PermanentRedirect'
  | 'NotImplemented'
  | 'MethodNotAllowed'
  | 'InvalidRequest';

/** What goes wrong. A reset `after` breaks the connection when the work is done and only the answer is missing. */
export type FaultEffect =
  | { kind: 'latency'; milliseconds: number }
  /** The request waits, before anything is done, until this resolves. */
  | { kind: 'gate'; opens: Promise<unknown> }
  | { kind: 'error'; code: ErrorCode }
  /** The request's headers by these names are taken for absent, as by an S3-compatible server that does not know them. */
  | { kind: 'unheard'; headers: readonly string[] }
  /** The answer's headers are replaced; one that is undefined is left out. */
  | { kind: 'answer-headers'; headers: Readonly<Record<string, string | undefined>> }
  /** The answer's body is this instead, as of a server that says something else. */
  | { kind: 'answer-body'; body: string }
  | { kind: 'reset'; when: 'before' | 'after' }
  | { kind: 'truncate'; bytes: number };

export interface Fault {
  /** Every field given must match; absent: every operation. */
  operation?: string;
  bucket?: string;
  key?: string | RegExp;
  /** So many matching requests pass unharmed first. Default 0. */
  skip?: number;
  /** So many matching requests are hit, then the fault is spent. Default 1; `Infinity` for ever. */
  times?: number;
  effect: FaultEffect;
}

/** What stood in the way, as far as AWS, or the network before it, lets us tell. */
export type FailureKind =
  | 'no-bucket'
  | 'no-version'
  | 'no-pipeline'
  | 'no-execution'
  | 'access-denied'
  | 'no-credentials'
  | 'bad-credentials'
  | 'expired-credentials'
  | 'wrong-region'
  | 'clock-skew'
  | 'throttled'
  | 'unavailable'
  | 'unreachable'
  /** The server does not know this part of S3's protocol. */
  | 'unsupported'
  /** No room for what was to be written. */
  | 'disk-full'
  /** A person ended it. */
  | 'interrupted'
  | 'unexpected';

/** AWS could not do what was asked; `kind` is for code, message and remedy are for people. */
export class AwsFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AwsFailure';
  }

  /** Whether the same call may go through a moment later. */
  get isPassing(): boolean {
    return ['throttled', 'unavailable', 'unreachable'].includes(this.kind);
  }
}

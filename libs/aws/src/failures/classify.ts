import type { FailureKind } from './aws-failure';

interface SdkError {
  name?: string;
  code?: string;
  Code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
  cause?: unknown;
}

/** Error codes of S3, CodePipeline and STS that mean the same to a user. */
const kindOfCode: Record<string, FailureKind> = {
  NoSuchBucket: 'no-bucket',
  NoSuchVersion: 'no-version',
  PipelineNotFoundException: 'no-pipeline',
  PipelineExecutionNotFoundException: 'no-execution',
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  AllAccessDisabled: 'access-denied',
  Forbidden: 'access-denied',
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  InvalidAccessKeyId: 'bad-credentials',
  InvalidClientTokenId: 'bad-credentials',
  UnrecognizedClientException: 'bad-credentials',
  SignatureDoesNotMatch: 'bad-credentials',
  InvalidSignatureException: 'bad-credentials',
  InvalidToken: 'bad-credentials',
  ExpiredToken: 'expired-credentials',
  ExpiredTokenException: 'expired-credentials',
  TokenRefreshRequired: 'expired-credentials',
  PermanentRedirect: 'wrong-region',
  AuthorizationHeaderMalformed: 'wrong-region',
  IllegalLocationConstraintException: 'wrong-region',
  InsufficientStorage: 'disk-full',
  XMinioStorageFull: 'disk-full',
  QuotaExceeded: 'disk-full',
  NotImplemented: 'unsupported',
  MethodNotAllowed: 'unsupported',
  RequestTimeTooSkewed: 'clock-skew',
  SlowDown: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  InternalError: 'unavailable',
  InternalFailure: 'unavailable',
  InternalServiceError: 'unavailable',
  ServiceUnavailable: 'unavailable',
  ServiceUnavailableException: 'unavailable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  TimeoutError: 'unreachable',
  AbortError: 'interrupted',
};

export function httpStatus(error: unknown): number | undefined {
  return (error as SdkError | undefined)?.$metadata?.httpStatusCode;
}

export function errorCode(error: unknown): string | undefined {
  const { name, Code, code } = (error ?? {}) as SdkError;
  return [code, Code, name].find((one) => one !== undefined && one !== 'Error' && one !== 'AggregateError');
}

export function classify(error: unknown): FailureKind {
  const known = kindOfCode[errorCode(error) ?? ''];
  if (known !== undefined) return known;
  if (/region is missing/i.test((error as SdkError).message ?? '')) return 'wrong-region';
  const inner = (error as { errors?: unknown[] }).errors?.[0] ?? (error as SdkError).cause;
  if (inner !== undefined && inner !== error) return classify(inner);
  const status = httpStatus(error);
  if (status === 403) return 'access-denied';
  if (status === 301 || status === 307) return 'wrong-region';
  if (status === 429) return 'throttled';
  if (status === 507) return 'disk-full';
  if (status === 405 || status === 501) return 'unsupported';
  if (status !== undefined && status >= 500) return 'unavailable';
  return 'unexpected';
}

import type { ErrorCode } from '../faults/fault';
import { ServiceError } from './service-error';

/** The errors that a test can script, with AWS's statuses and words. */
export const scriptedErrors: Record<ErrorCode, () => ServiceError> = {
  InternalError: () =>
    new ServiceError('InternalError', 500, 'We encountered an internal error. Please try again.'),
  SlowDown: () => new ServiceError('SlowDown', 503, 'Please reduce your request rate.'),
  ServiceUnavailable: () =>
    new ServiceError('ServiceUnavailable', 503, 'Service is unable to handle request.'),
  AccessDenied: () => new ServiceError('AccessDenied', 403, 'Access Denied'),
  AccessDeniedException: () =>
    new ServiceError('AccessDeniedException', 400, 'User is not authorized to perform this operation.'),
  NotImplemented: () =>
    new ServiceError(
      'NotImplemented',
      501,
      'A header you provided implies functionality that is not implemented.',
    ),
  MethodNotAllowed: () =>
    new ServiceError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.'),
  InvalidRequest: () => new ServiceError('InvalidRequest', 400, 'Invalid Request'),
  PermanentRedirect: () =>
    new ServiceError(
      'PermanentRedirect',
      301,
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      { headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    ),
};

import type { ServiceError } from './service-error';
import { toXml } from './xml';

export interface ErrorAnswer {
  headers: Record<string, string>;
  body: string;
}

/** S3's error document. */
export function xmlErrorAnswer(error: ServiceError, resource: string, requestId: string): ErrorAnswer {
  return {
    headers: { 'content-type': 'application/xml' },
    body: toXml('Error', {
      Code: error.code,
      Message: error.message,
      ...error.details,
      Resource: resource,
      RequestId: requestId,
    }),
  };
}

/** The error of AWS's JSON 1.1 protocol (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). */
export function jsonErrorAnswer(error: ServiceError): ErrorAnswer {
  const code = jsonCodes[error.code] ?? error.code;
  return {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message: error.message }),
  };
}

/** S3 has names of its own for what the other services name alike. */
const jsonCodes: Record<string, string> = {
  AccessDenied: 'MissingAuthenticationTokenException',
  AuthorizationHeaderMalformed: 'IncompleteSignatureException',
  InternalError: 'InternalFailure',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  SlowDown: 'ThrottlingException',
};

import type { RequestContext } from '../../http/request-context';
import { s3Errors } from '../errors';
import type { ChecksumAlgorithm } from './algorithms';
import { algorithms, checksumHeader, defaultAlgorithm, isChecksumValue } from './algorithms';

/** What a client says of the bytes that it sends. */
export interface Expectation {
  algorithm: ChecksumAlgorithm;
  /** Whether the client chose the algorithm, or S3's default fills in. */
  chosen: boolean;
  /** @throws ServiceError BadDigest when the bytes that came are others. Only after they have all come. */
  verify(actual: { md5: string; checksum: string }): void;
}

/** @throws ServiceError InvalidDigest, InvalidRequest, when what the client says is invalid. */
export function expectationOf(context: RequestContext): Expectation {
  const md5 = contentMd5(context);
  const named = algorithms.filter(
    (algorithm) =>
      context.header(checksumHeader(algorithm)) !== undefined ||
      context.payload.expectedTrailers.includes(checksumHeader(algorithm)),
  );
  if (named.length > 1) {
    throw s3Errors.invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [algorithm] = named;
  refuseUnknown(context, algorithm);
  if (algorithm !== undefined) valueOf(context, algorithm, false);
  return {
    algorithm: algorithm ?? defaultAlgorithm,
    chosen: algorithm !== undefined,
    verify: (actual) => {
      if (md5 !== undefined && md5 !== actual.md5) throw s3Errors.badDigest('Content-MD5');
      if (algorithm !== undefined && valueOf(context, algorithm, true) !== actual.checksum) {
        throw s3Errors.badDigest(algorithm);
      }
    },
  };
}

/** An algorithm that a client names in a header of a request without a body. @throws ServiceError InvalidRequest. */
export function parseAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const algorithm = algorithms.find((known) => known === name.toUpperCase());
  if (!algorithm) throw s3Errors.invalidRequest(`Checksum algorithm provided is unsupported: ${name}.`);
  return algorithm;
}

/** The value in a header, or once the body has ended, in its trailers. */
function valueOf(context: RequestContext, algorithm: ChecksumAlgorithm, ended: boolean): string | undefined {
  const name = checksumHeader(algorithm);
  const value = context.header(name) ?? (ended ? context.payload.trailers.get(name) : undefined);
  if (value !== undefined && !isChecksumValue(algorithm, value)) {
    throw s3Errors.invalidRequest(`Value for ${name} header is invalid.`);
  }
  return value;
}

function refuseUnknown(context: RequestContext, sent: ChecksumAlgorithm | undefined): void {
  const announced = parseAlgorithm(context.header('x-amz-sdk-checksum-algorithm'));
  if (announced !== undefined && announced !== sent) {
    throw s3Errors.invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const other = [...Object.keys(context.request.headers), ...context.payload.expectedTrailers].find(
    (name) =>
      /^x-amz-checksum-(?!algorithm$|type$|mode$)/.test(name) &&
      !algorithms.some((algorithm) => checksumHeader(algorithm) === name),
  );
  if (other !== undefined) throw s3Errors.notImplemented(`The checksum ${other} is not implemented.`);
}

function contentMd5(context: RequestContext): string | undefined {
  const value = context.header('content-md5');
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== value) throw s3Errors.invalidDigest();
  return bytes.toString('hex');
}

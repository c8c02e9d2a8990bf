import { GetObjectCommand, type HeadObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { httpStatus } from '../failures/classify';

/** Refusals that have one status and many reasons, such as a wrong key, an expired one and a missing permission. */
const ambiguous = [301, 307, 400, 403];

/**
 * Why a HEAD was refused: its answer has no body, and so no error code. The first byte of the same object, which needs the
 * same permission, is refused with one.
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html)
 * @returns the error to throw
 */
export async function reasonOfHead(
  client: S3Client,
  input: HeadObjectCommandInput,
  error: unknown,
): Promise<unknown> {
  if (!ambiguous.includes(httpStatus(error) ?? 0)) return error;
  try {
    const { Body } = await client.send(new GetObjectCommand({ ...input, Range: 'bytes=0-0' }));
    // It was allowed in the meantime; what was refused stays refused.
    await Body?.transformToByteArray();
    return error;
  } catch (reason) {
    return ambiguous.includes(httpStatus(reason) ?? 0) ? reason : error;
  }
}

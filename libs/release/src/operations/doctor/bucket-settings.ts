import type { CheckFinding } from '@sluice/contract';
import type { BucketFacts } from '../../ports/bucket';
import { failed, judged, ok, warning } from './finding';

/** S3 refuses requests that are 15 minutes off; well before that, something is wrong with the clock. */
const clockTolerance = 60_000;

/** A bucket to be checked. */
export interface CheckedBucket {
  name: string;
  /** The region that sluice.json or a variable names. */
  region?: string;
  facts: BucketFacts;
  /** What follows the name of each check: ` of prod`. */
  of?: string;
}

/** How a bucket is set up: each setting by itself, because each has a permission of its own. */
export function bucketSettings({ name, region: named, facts, of = '' }: CheckedBucket): CheckFinding[] {
  const { region, encryption, blocksPublicAccess, clockOffset } = facts;
  return [
    judged(`region${of}`, region, 's3:GetBucketLocation', (actual) => {
      if (actual === undefined)
        return ok(`region${of}`, 'The server is not AWS, and accepts requests for the region in use.');
      if (named === undefined || named === actual) return ok(`region${of}`, `The bucket is in ${actual}.`);
      return failed(
        `region${of}`,
        `The bucket is in ${actual}, not in ${named}.`,
        `Set "region" in sluice.json, or AWS_REGION, to ${actual}.`,
      );
    }),
    judged(`encryption${of}`, encryption, 's3:GetEncryptionConfiguration', (algorithm) =>
      algorithm === undefined
        ? warning(
            `encryption${of}`,
            'Default encryption is disabled.',
            `Enable it: aws s3api put-bucket-encryption --bucket ${name} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'`,
          )
        : ok(`encryption${of}`, `Default encryption: ${algorithm}.`),
    ),
    judged(`public access${of}`, blocksPublicAccess, 's3:GetBucketPublicAccessBlock', (isBlocked) =>
      isBlocked
        ? ok(`public access${of}`, 'Public access is blocked.')
        : failed(
            `public access${of}`,
            'The bucket does not block public access.',
            `Block it: aws s3api put-public-access-block --bucket ${name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
          ),
    ),
    judged(`clock${of}`, clockOffset, 's3:ListBucket', (offset) =>
      Math.abs(offset) <= clockTolerance
        ? ok(`clock${of}`, 'The clock of this machine matches that of the bucket.')
        : failed(
            `clock${of}`,
            `The clock of this machine is ${Math.round(Math.abs(offset) / 1000)} s ${offset > 0 ? 'behind' : 'ahead of'} that of the bucket.`,
            'Set the clock, preferably with NTP.',
          ),
    ),
  ];
}

import type { CheckFinding } from '@sluice/contract';
import type { DoctorCheck } from './context';
import { failed, judged, ok, warning } from './finding';

/** S3 refuses requests that are 15 minutes off; well before that, something is wrong with the clock. */
const clockTolerance = 60_000;

/** How the bucket is set up: each setting by itself, because each has a permission of its own. */
export function bucketSettings({ bucket, settings, facts }: DoctorCheck): CheckFinding[] {
  const { region, encryption, blocksPublicAccess, clockOffset } = facts;
  return [
    judged('region', region, 's3:GetBucketLocation', (actual) => {
      if (actual === undefined)
        return ok('region', 'The server is not AWS, and takes requests for the region in use.');
      if (settings.region === undefined || settings.region === actual)
        return ok('region', `The bucket is in ${actual}.`);
      return failed(
        'region',
        `The bucket is in ${actual}, not in ${settings.region}.`,
        `Set "region" in sluice.json, or AWS_REGION, to ${actual}.`,
      );
    }),
    judged('encryption', encryption, 's3:GetEncryptionConfiguration', (algorithm) =>
      algorithm === undefined
        ? warning(
            'encryption',
            'The bucket does not encrypt by default.',
            `Switch it on: aws s3api put-bucket-encryption --bucket ${bucket.name} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'`,
          )
        : ok('encryption', `The bucket encrypts with ${algorithm}.`),
    ),
    judged('public access', blocksPublicAccess, 's3:GetBucketPublicAccessBlock', (isBlocked) =>
      isBlocked
        ? ok('public access', 'Public access is blocked.')
        : failed(
            'public access',
            'The bucket does not block public access.',
            `Block it: aws s3api put-public-access-block --bucket ${bucket.name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
          ),
    ),
    judged('clock', clockOffset, 's3:ListBucket', (offset) =>
      Math.abs(offset) <= clockTolerance
        ? ok('clock', "This machine's clock agrees with the bucket's.")
        : failed(
            'clock',
            `This machine's clock is ${Math.round(Math.abs(offset) / 1000)} s ${offset > 0 ? 'behind' : 'ahead of'} the bucket's.`,
            'Set the clock, by NTP for good.',
          ),
    ),
  ];
}

import { describeBucket } from './describe-bucket';
import { createVersionedBucket, serveBucket } from './testing/served-bucket';

const { SLUICE_TEST_S3_ENDPOINT: endpoint, SLUICE_TEST_S3_BUCKET: bucket = 'sluice-contract' } = process.env;

if (!endpoint) {
  it('SLUICE_TEST_S3_ENDPOINT is not set: the contract was not run against another S3', () => {
    expect(endpoint ?? '').toBe('');
  });
} else {
  // Region and credentials are the AWS SDK's own variables.
  describeBucket(endpoint, async () => {
    const place = { bucket, endpoint, region: process.env.AWS_REGION ?? 'us-east-1' };
    await createVersionedBucket(place);
    return serveBucket(place, async () => undefined);
  });
}

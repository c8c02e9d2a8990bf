import { describeBucket } from './describe-bucket';
import { findMoto, startMoto } from './testing/moto-server';
import { createVersionedBucket, serveBucket } from './testing/served-bucket';

const program = findMoto();

if (program === undefined) {
  it('moto_server was not found: the contract was not run against it', () => {
    expect(findMoto()).toBeUndefined();
  });
} else {
  describeBucket(
    'moto',
    async () => {
      const server = await startMoto(program);
      const place = {
        bucket: 'sluice-contract',
        endpoint: server.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
      };
      try {
        await createVersionedBucket(place);
      } catch (error) {
        await server.stop();
        throw error;
      }
      return serveBucket(place, server.stop);
    },
    {
      ignoresConditionsOnCopy: true,
      ignoresMatchOnParts: true,
      ignoresCopySourceMatch: true,
      writesInTwoSteps: true,
      listsKindsApart: true,
      ignoresOwner: true,
      keepsNoChecksum: true,
    },
  );
}

import { AwsFailure, openBucket } from '@sluice/aws';
import type { Bucket } from '@sluice/release';
import { LocalFiles } from './testing/local-files';
import { openLocalCloudBucket, type LocalCloudBucket } from './testing/local-cloud-bucket';
import { freePort } from './testing/moto-server';
import type { BucketPlace } from './testing/served-bucket';

const files = new LocalFiles();
let local: LocalCloudBucket;

beforeAll(async () => {
  local = await openLocalCloudBucket();
});
afterAll(async () => {
  await local.close();
  files.dispose();
});

const source = { key: 'from.zip', etag: '"0123"', size: 10 };

/** Every way of asking: each has to explain its failure alike. */
const questions: [string, (bucket: Bucket) => Promise<unknown>][] = [
  ['versioning', (bucket) => bucket.versioning()],
  ['upload', (bucket) => bucket.upload('key.zip', files.write('content'), {}, { kind: 'absent' })],
  ['copy', (bucket) => bucket.copy(source, 'key.zip', {}, { kind: 'unchanged', etag: '"0123"' })],
  ['versions', (bucket) => bucket.versions('key.zip')],
  ['list', (bucket) => bucket.list('prefix/')[Symbol.asyncIterator]().next()],
  ['get', (bucket) => bucket.get('key.json', 10)],
  ['read', (bucket) => bucket.read('key.zip', undefined, 0, 10)],
];

async function failureOf(place: BucketPlace, ask: (bucket: Bucket) => Promise<unknown>): Promise<AwsFailure> {
  const bucket = openBucket(place);
  try {
    await ask(bucket);
  } catch (error) {
    if (error instanceof AwsFailure) return error;
    throw error;
  } finally {
    bucket.close();
  }
  throw new Error('It did not fail.');
}

/** One sentence on what is wrong, one on what to do. */
function expectTwoSentences({ message, remedy }: AwsFailure): void {
  for (const text of [message, remedy]) expect(text).toMatch(/^[^\n]+\.$/);
}

describe.each(questions)('when %s is asked', (_, ask) => {
  it('of a bucket that is not there, says so', async () => {
    const failure = await failureOf({ ...local.place, bucket: 'nobody-made-this' }, ask);
    expect(failure.kind).toBe('no-bucket');
    expect(failure.message).toBe('The bucket "nobody-made-this" does not exist.');
    expect(failure.remedy).toContain('SLUICE_BUCKET');
  });

  it('with a wrong secret, says so and tells none', async () => {
    const secretAccessKey = 'not-the-secret-of-this-cloud';
    const credentials = { accessKeyId: local.cloud.accessKeyId, secretAccessKey };
    const failure = await failureOf({ ...local.place, credentials }, ask);
    expect(failure.kind).toBe('bad-credentials');
    expectTwoSentences(failure);
    expect(failure.message + failure.remedy).not.toContain(secretAccessKey);
  });

  it('with a key that nobody knows, says so', async () => {
    const credentials = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: local.cloud.secretAccessKey };
    const failure = await failureOf({ ...local.place, credentials }, ask);
    expect(failure.kind).toBe('bad-credentials');
    expect(failure.message).toBe(`The bucket "${local.place.bucket}" does not accept these AWS credentials.`);
  });

  it('of an endpoint where nobody listens, says that it cannot be reached', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const failure = await failureOf({ ...local.place, endpoint }, ask);
    expect(failure.kind).toBe('unreachable');
    expectTwoSentences(failure);
    expect(failure.message).toContain('ECONNREFUSED');
    expect(failure.remedy).toContain('AWS_ENDPOINT_URL');
  });
});

describe('where S3 tells nothing but a status, a question for one object', () => {
  // HEAD has no body, so 404 for a missing bucket cannot be told from 404 for a missing key.
  it('finds nothing in a bucket that is not there', async () => {
    const bucket = openBucket({ ...local.place, bucket: 'nobody-made-this' });
    expect(await bucket.head('key.zip')).toBeUndefined();
    bucket.close();
  });

  it('asks for the reason when a wrong secret is refused, and says that', async () => {
    const credentials = { accessKeyId: local.cloud.accessKeyId, secretAccessKey: 'wrong' };
    const failure = await failureOf({ ...local.place, credentials }, (bucket) => bucket.head('key.zip'));
    expect(failure.kind).toBe('bad-credentials');
    expectTwoSentences(failure);
  });
});

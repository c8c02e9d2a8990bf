import { MemoryBucket } from '../testing/memory-bucket';
import { honorsConditions } from './conditions';

function placeOn(bucket: MemoryBucket) {
  const warnings: string[] = [];
  const report = (event: { kind: string; message?: string }) =>
    void warnings.push(event.message ?? event.kind);
  return { context: { bucket, prefix: 'story/', report }, warnings };
}

/** A server that says nothing of itself. */
function unknownServer(): MemoryBucket {
  return Object.assign(new MemoryBucket(), { honorsConditions: undefined });
}

it('writes nothing to a bucket that honors conditions, so that nothing can stay of a command that is killed', async () => {
  const bucket = unknownServer();
  const source = bucket.put('story/latest.zip', 'x');
  const writes: string[] = [];
  bucket.beforeWrite = (key) => void writes.push(key);
  expect(await honorsConditions(placeOn(bucket).context, source)).toBe(true);
  expect(writes).toEqual(['story/probe.json', 'story/probe.json']);
  expect(bucket.versionCount()).toBe(1);
});

it('tries no write on a server that says with its first answer that it honors conditions', async () => {
  const bucket = unknownServer();
  const head = bucket.head.bind(bucket);
  bucket.head = (key, versionId) => {
    bucket.honorsConditions = true;
    return head(key, versionId);
  };
  bucket.beforeWrite = () => Promise.reject(new Error('a write'));
  const { context, warnings } = placeOn(bucket);
  expect(await honorsConditions(context, bucket.put('story/latest.zip', 'x'))).toBe(true);
  expect(warnings).toEqual([]);
});

it('removes what a killed command left on a bucket that ignores conditions', async () => {
  const bucket = unknownServer();
  bucket.fault = () => 'condition-ignored';
  // Killed between its write and its removal.
  bucket.put('story/probe.json', '{}');
  const { context, warnings } = placeOn(bucket);
  expect(await honorsConditions(context)).toBe(false);
  expect(await honorsConditions(context)).toBe(false);
  expect(bucket.versionCount()).toBe(0);
  expect(warnings).toHaveLength(1);
});

it('finds out that copies alone ignore conditions, once there is something to copy', async () => {
  const bucket = unknownServer();
  const source = bucket.put('story/latest.zip', 'x');
  const copy = bucket.copy.bind(bucket);
  bucket.copy = (from, to, metadata) => copy(from, to, metadata);
  const { context, warnings } = placeOn(bucket);
  expect(await honorsConditions(context)).toBe(true);
  expect(await honorsConditions(context, source)).toBe(false);
  expect(bucket.versionCount()).toBe(1);
  expect(warnings).toHaveLength(1);
});

it('copies a small text instead of a large archive to find out, and leaves none of it', async () => {
  for (const isIgnored of [false, true]) {
    const bucket = unknownServer();
    const source = bucket.put('story/latest.zip', 'x'.repeat(2 ** 20 + 1));
    const copied: string[] = [];
    const copy = bucket.copy.bind(bucket);
    bucket.copy = (from, to, metadata, condition) => {
      copied.push(from.key);
      return copy(from, to, metadata, isIgnored ? undefined : condition);
    };
    const { context } = placeOn(bucket);
    expect(await honorsConditions(context, source)).toBe(!isIgnored);
    expect(copied).toEqual(['story/probe.json']);
    expect(bucket.versionCount()).toBe(1);
  }
});

it('takes a bucket where no probe may be written for one that honors conditions', async () => {
  const bucket = unknownServer();
  bucket.fault = () => 'lost-before';
  const { context, warnings } = placeOn(bucket);
  expect(await honorsConditions(context)).toBe(true);
  expect(warnings).toEqual([]);
});

import { parseXml } from '../../http/xml';
import { expectationOf } from '../checksums/expectation';
import { s3Errors } from '../errors';
import { findObject } from '../find-version';
import { versionHeader } from '../object-headers';
import type { Operation } from '../operation';
import { sendXml } from '../operation';
import { bufferedHashes } from '../small-body';
import { checkedTags } from '../tags';

export const getObjectTagging: Operation = async (call) => {
  const record = findObject(call);
  const Tag = Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value }));
  const headers = versionHeader(call.store, call.bucket, record);
  await sendXml(call.context, 'Tagging', { TagSet: { Tag } }, headers);
};

export const putObjectTagging: Operation = async (call) => {
  const { context, store, bucket } = call;
  const record = findObject(call);
  const expectation = expectationOf(context);
  const body = await context.body(256 * 1024);
  expectation.verify(await bufferedHashes(body, expectation.algorithm));
  await store.replaceTags(bucket, record, tagsOf(parseXml(body, 'Tagging')));
  await context.send(200, versionHeader(store, bucket, record));
};

export const deleteObjectTagging: Operation = async (call) => {
  const { context, store, bucket } = call;
  const record = findObject(call);
  await store.replaceTags(bucket, record, {});
  await context.send(204, versionHeader(store, bucket, record));
};

function tagsOf(tagging: Record<string, unknown>): Record<string, string> {
  const set = tagging['TagSet'];
  const tags = (typeof set === 'object' ? (set as { Tag?: unknown[] }).Tag : undefined) ?? [];
  return checkedTags(
    tags.map((tag) => {
      const { Key: key, Value: value = '' } = tag as { Key?: unknown; Value?: unknown };
      if (typeof key !== 'string' || typeof value !== 'string') throw s3Errors.malformedXml();
      return [key, value] as const;
    }),
  );
}

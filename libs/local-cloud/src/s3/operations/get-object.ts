import { checkRead } from '../conditions';
import { findObject } from '../find-version';
import { objectHeaders, versionHeader } from '../object-headers';
import type { Operation, S3Call } from '../operation';
import { integerParameter } from '../operation';
import type { ByteRange } from '../ranges';
import { parseRange, partRange } from '../ranges';
import type { VersionRecord } from '../store/version-record';

export const getObject: Operation = async (call) => {
  const { context, store, bucket, key } = call;
  const opened = await store.openVersion(bucket, key, findObject(call).versionId);
  try {
    const answer = answerOf(call, opened.record);
    const { start, end } = answer.range ?? { start: 0, end: opened.record.size - 1 };
    await context.send(answer.status, answer.headers, opened.stream(start, end));
  } finally {
    await opened.close();
  }
};

export const headObject: Operation = async (call) => {
  const { status, headers } = answerOf(call, findObject(call));
  await call.context.send(status, headers);
};

interface ObjectAnswer {
  status: number;
  headers: Record<string, string | number | undefined>;
  range?: ByteRange;
}

/** @throws ServiceError PreconditionFailed, NotModified, InvalidRange. */
function answerOf(call: S3Call, record: VersionRecord): ObjectAnswer {
  const { context, store, bucket } = call;
  const version = versionHeader(store, bucket, record);
  checkRead(context, record, {
    etag: record.etag,
    'last-modified': new Date(record.lastModified).toUTCString(),
    ...(version['x-amz-version-id'] === undefined ? {} : { 'x-amz-version-id': version['x-amz-version-id'] }),
  });
  const partNumber = integerParameter(call, 'partNumber', 0, { min: 1, max: 10_000 });
  const range =
    partNumber > 0 ? partRange(record, partNumber) : parseRange(context.header('range'), record.size);
  const whole = !range || range.end - range.start + 1 === record.size;
  const headers = {
    ...objectHeaders(record, whole && context.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'),
    ...version,
    ...overrides(call),
    'x-amz-mp-parts-count': partNumber > 0 && record.parts ? record.parts.length : undefined,
  };
  if (!range) return { status: 200, headers: { ...headers, 'content-length': record.size } };
  const { start, end } = range;
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': end - start + 1,
      'content-range': record.size === 0 ? undefined : `bytes ${start}-${end}/${record.size}`,
    },
    range,
  };
}

/** `response-content-disposition` and its like, for links that a browser follows. */
function overrides({ context }: S3Call): Record<string, string> {
  const names = ['type', 'language', 'disposition', 'encoding'].map((name) => `content-${name}`);
  return Object.fromEntries(
    [...names, 'cache-control', 'expires'].flatMap((name) => {
      const value = context.query.get(`response-${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

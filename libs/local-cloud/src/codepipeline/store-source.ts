import { ServiceError } from '../http/service-error';
import type { ObjectStore } from '../s3/store/object-store';
import type { VersionRecord } from '../s3/store/version-record';
import type { ObjectSource, SourceVersion } from './model/object-source';

/** The local cloud's own S3 as the source of its pipelines. */
export function storeSource(store: ObjectStore): ObjectSource {
  const current = (bucket: string, key: string) =>
    inBucket(() => describe(store.currentVersion(bucket, key)), undefined);
  return {
    current,
    version: (bucket, key, versionId) =>
      inBucket(() => describe(store.version(bucket, key, versionId)), undefined),
    since: (bucket, key, versionId) => {
      const newest = current(bucket, key);
      if (!newest || newest.versionId === versionId) return [];
      const newer: SourceVersion[] = [];
      for (const entry of store.versionEntries(bucket, key)) {
        const record = store.recordOf(bucket, key, entry);
        if (record?.versionId === versionId) return newer;
        const version = describe(record);
        if (version) newer.unshift(version);
      }
      return [newest];
    },
    file: async (bucket, key, versionId) => {
      const opened = await store.openVersion(bucket, key, versionId);
      await opened.close();
      return opened.path;
    },
    onWritten: (listener) => store.onNewVersion(listener),
  };
}

function describe(record: VersionRecord | undefined): SourceVersion | undefined {
  if (!record || record.deleteMarker) return undefined;
  const { versionId, etag, lastModified, metadata } = record;
  return { versionId, etag, created: lastModified, metadata };
}

function inBucket<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'NoSuchBucket') return otherwise;
    throw error;
  }
}

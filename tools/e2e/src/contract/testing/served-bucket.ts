import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  PutObjectTaggingCommand,
  S3Client,
  waitUntilBucketExists,
} from '@aws-sdk/client-s3';
import { openBucket } from '@sluice/aws';
import type { Bucket, BucketInspection, VersionedListing } from '@sluice/release';

/** How to reach one bucket; what is absent, the AWS SDK takes from its own variables. */
export interface BucketPlace {
  bucket: string;
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** A bucket through the port, and beside it the hands of a person with the AWS console. */
export interface ServedBucket {
  bucket: Bucket & VersionedListing & BucketInspection;
  place: BucketPlace;
  /** Leaves a delete marker. */
  remove(key: string): Promise<void>;
  tag(key: string, name: string, value: string): Promise<void>;
  tagsOf(key: string): Promise<Record<string, string>>;
  /** The keys of uploads in parts that were begun, and neither completed nor aborted. */
  unfinished(): Promise<string[]>;
  close(): Promise<void>;
}

function clientFor({ endpoint, region, credentials }: BucketPlace): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

/** Makes a bucket that keeps versions, unless it is there. */
export async function createVersionedBucket(place: BucketPlace): Promise<void> {
  const client = clientFor(place);
  const Bucket = place.bucket;
  try {
    const exists = await client.send(new HeadBucketCommand({ Bucket })).then(
      () => true,
      () => false,
    );
    if (!exists) {
      await client.send(new CreateBucketCommand({ Bucket }));
      await waitUntilBucketExists({ client, maxWaitTime: 10 }, { Bucket });
    }
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  } finally {
    client.destroy();
  }
}

export function serveBucket(place: BucketPlace, closeServer: () => Promise<void>): ServedBucket {
  const bucket = openBucket(place);
  const client = clientFor(place);
  const Bucket = place.bucket;
  return {
    bucket,
    place,
    remove: async (Key) => {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    tag: async (Key, Name, Value) => {
      const Tagging = { TagSet: [{ Key: Name, Value }] };
      await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging }));
    },
    tagsOf: async (Key) => {
      const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket, Key }));
      return Object.fromEntries(TagSet.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
    },
    unfinished: async () => {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return Uploads.map(({ Key = '' }) => Key);
    },
    close: async () => {
      bucket.close();
      client.destroy();
      await closeServer();
    },
  };
}

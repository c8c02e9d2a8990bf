import { parseXml } from '../../http/xml';
import { s3Errors } from '../errors';
import type { Operation } from '../operation';
import { isoTime, owner, sendXml } from '../operation';

export const listBuckets: Operation = async ({ context, store }) => {
  const prefix = context.query.get('prefix') ?? '';
  const buckets = store.buckets
    .list()
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, createdAt }) => ({ Name: name, CreationDate: isoTime(createdAt) }));
  await sendXml(context, 'ListAllMyBucketsResult', { Owner: owner, Buckets: { Bucket: buckets } });
};

export const createBucket: Operation = async ({ context, store, bucket }) => {
  if (context.header('x-amz-bucket-object-lock-enabled') === 'true') throw s3Errors.notImplemented();
  // The location that the body may name does not matter: this cloud is in one place.
  await context.body();
  await store.buckets.create(bucket);
  await context.send(200, { location: `/${bucket}` });
};

export const headBucket: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  await context.send(200, { 'content-type': 'application/xml' });
};

export const deleteBucket: Operation = async ({ context, store, bucket }) => {
  await store.buckets.delete(bucket);
  await context.send(204);
};

/** The empty location means us-east-1. */
export const getBucketLocation: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  await sendXml(context, 'LocationConstraint', {});
};

export const getBucketVersioning: Operation = async ({ context, store, bucket }) => {
  const { versioning } = store.buckets.read(bucket);
  await sendXml(context, 'VersioningConfiguration', versioning === 'never' ? {} : { Status: versioning });
};

export const putBucketVersioning: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  const { Status: status } = parseXml(await context.body(), 'VersioningConfiguration');
  if (status !== 'Enabled' && status !== 'Suspended') throw s3Errors.malformedXml();
  await store.buckets.setVersioning(bucket, status);
  await context.send(200);
};

/** What S3 has done to every new object since January 2023; here the disk is the user's own. */
export const getBucketEncryption: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  await sendXml(context, 'ServerSideEncryptionConfiguration', {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: false,
    },
  });
};

/** True to the letter: nobody without the key gets anything. */
export const getPublicAccessBlock: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  await sendXml(context, 'PublicAccessBlockConfiguration', {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  });
};

/** Services beside this S3 see every new version, as EventBridge would. */
export const getBucketNotificationConfiguration: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  await sendXml(context, 'NotificationConfiguration', { EventBridgeConfiguration: '' });
};

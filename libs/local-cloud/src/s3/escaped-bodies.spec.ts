import { createHash } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bucket, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import { sendSigned } from '../testing/signed-request';

let test: TestCloud;
beforeAll(async () => void (test = await startTestCloud()));
afterAll(() => test.close());

const put = (Key: string) => test.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
const isThere = (Key: string) =>
  test.client.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
    () => true,
    () => false,
  );

function post(path: string, body: string, method = 'POST') {
  const md5 = createHash('md5').update(body).digest('base64');
  return sendSigned(test.cloud, method, path, { 'content-md5': md5 }, body);
}

it("completes an upload whose parts' ETags are quoted as Go's encoder does it", async () => {
  const { UploadId } = await test.client.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'from go' }),
  );
  const part = { Bucket: bucket, Key: 'from go', UploadId, PartNumber: 1, Body: 'content' };
  const { ETag } = await test.client.send(new UploadPartCommand(part));
  const answer = await post(
    `/${bucket}/from%20go?uploadId=${UploadId}`,
    `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part><ETag>${ETag?.replaceAll('"', '&#34;')}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>`,
  );
  expect(answer).toMatchObject({ status: 200 });
  const { Body } = await test.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'from go' }));
  expect(await Body?.transformToString()).toBe('content');
});

it.each([
  ['decimal', "it's", 'it&#39;s'],
  ['hexadecimal', 'a\nb', 'a&#xA;b'],
  ['CDATA', 'a&b<c>', '<![CDATA[a&b<c>]]>'],
])('deletes the key that is meant, written as %s, and no other', async (_, key, written) => {
  await put(key);
  await put(written);
  const body = `<Delete><Object><Key>${written}</Key></Object></Delete>`;
  expect(await post(`/${bucket}?delete`, body)).toMatchObject({ status: 200 });
  expect([await isThere(key), await isThere(written)]).toEqual([false, true]);
});

it('deletes nothing where a key cannot be read for certain', async () => {
  await put('a');
  await put('a&b;');
  const body = '<Delete><Object><Key>a</Key></Object><Object><Key>a&b;</Key></Object></Delete>';
  expect(await post(`/${bucket}?delete`, body)).toMatchObject({ status: 400, code: 'MalformedXML' });
  expect([await isThere('a'), await isThere('a&b;')]).toEqual([true, true]);
});

it('takes tags and a versioning state that are written as references and CDATA', async () => {
  await put('tagged');
  const tags =
    '<Tagging><TagSet><Tag><Key>it&#x27;s</Key><Value><![CDATA[<&>]]></Value></Tag></TagSet></Tagging>';
  expect(await post(`/${bucket}/tagged?tagging`, tags, 'PUT')).toMatchObject({ status: 200 });
  const { TagSet } = await test.client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'tagged' }));
  expect(TagSet).toEqual([{ Key: "it's", Value: '<&>' }]);
  const state = '<VersioningConfiguration><Status>&#69;nabled</Status></VersioningConfiguration>';
  expect(await post(`/${bucket}?versioning`, state, 'PUT')).toMatchObject({ status: 200 });
});

it('lists keys with control characters so that an XML reader can take them, when asked to encode', async () => {
  const keys = ['odd/\u0001\u001f', 'odd/\u0085\u2028', 'odd/a\r\nb', "odd/it's <&> ]]>", 'odd/\uffff'];
  for (const key of keys) await put(key);
  const { Contents } = await test.client.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: 'odd/', EncodingType: 'url' }),
  );
  expect(Contents?.map(({ Key }) => decodeURIComponent(Key ?? ''))).toEqual([...keys].sort());
  const { body } = await sendSigned(test.cloud, 'GET', `/${bucket}?list-type=2&prefix=odd%2F`, {});
  expect(body).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});

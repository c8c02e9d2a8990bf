import { CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { connect } from 'node:net';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bucket, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import { sendSigned, signedHeaders } from '../testing/signed-request';

let test: TestCloud;
let uploadId: string;
beforeAll(async () => {
  test = await startTestCloud();
  await test.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'content' }));
  const upload = new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'k' });
  uploadId = (await test.client.send(upload)).UploadId!;
});
afterAll(() => test.close());

type Row = [method: string, path: string, status: number, code: string, body?: string];

const rows: Row[] = [
  ['GET', '/?acl', 501, 'NotImplemented'],
  ['GET', '/{b}?lifecycle', 501, 'NotImplemented'],
  ['PUT', '/{b}?notification', 501, 'NotImplemented', '<NotificationConfiguration/>'],
  ['GET', '/{b}/k?attributes', 501, 'NotImplemented'],
  ['PATCH', '/{b}/k', 405, 'MethodNotAllowed'],
  ['POST', '/', 405, 'MethodNotAllowed'],
  ['GET', '/Not_A_Bucket', 404, 'NoSuchBucket'],
  ['GET', '/.hidden/k', 404, 'NoSuchBucket'],
  ['GET', '/{b}?list-type=2&max-keys=many', 400, 'InvalidArgument'],
  ['GET', '/{b}?list-type=2&continuation-token=!', 400, 'InvalidArgument'],
  ['GET', '/{b}?list-type=2&encoding-type=base64', 400, 'InvalidArgument'],
  ['GET', '/{b}?versions&version-id-marker=x', 400, 'InvalidArgument'],
  ['GET', '/{b}/k?versionId=', 400, 'InvalidArgument'],
  ['GET', '/{b}/k?partNumber=0', 400, 'InvalidArgument'],
  ['GET', '/{b}/k?partNumber=2', 416, 'InvalidRange'],
  ['PUT', '/{b}/k?partNumber=10001&uploadId={u}', 400, 'InvalidArgument', 'x'],
  ['PUT', '/{b}/k?partNumber=1&uploadId=..', 404, 'NoSuchUpload', 'x'],
  [
    'POST',
    '/{b}/other?uploadId={u}',
    404,
    'NoSuchUpload',
    '<CompleteMultipartUpload><Part/></CompleteMultipartUpload>',
  ],
  ['POST', '/{b}/k?uploadId={u}', 400, 'MalformedXML', ''],
  ['POST', '/{b}/k?uploadId={u}', 400, 'MalformedXML', '<CompleteMultipartUpload/>'],
  [
    'POST',
    '/{b}/k?uploadId={u}',
    400,
    'MalformedXML',
    '<CompleteMultipartUpload><Part>1</Part></CompleteMultipartUpload>',
  ],
  [
    'PUT',
    '/{b}?versioning',
    400,
    'MalformedXML',
    '<VersioningConfiguration><Status>On</Status></VersioningConfiguration>',
  ],
  ['PUT', '/{b}/k?tagging', 400, 'MalformedXML', '{"not": "xml"}'],
  ['PUT', '/{b}/k?tagging', 400, 'MalformedXML', '<Tagging><TagSet><Tag>x</Tag></TagSet></Tagging>'],
  ['POST', '/{b}?delete', 400, 'InvalidRequest', '<Delete/>'],
];

describe('a request that is invalid', () => {
  it.each(rows)('%s %s is answered with %d %s', async (...row) => {
    const [method, path, status, code, body] = row;
    const filled = path.replace('{b}', bucket).replace('{u}', uploadId);
    expect(await sendSigned(test.cloud, method, filled, {}, body)).toMatchObject({ status, code });
  });

  it('leaves nothing behind when it breaks off in its body', async () => {
    const url = new URL(`${test.cloud.endpoint}/${bucket}/broken-off`);
    const headers = await signedHeaders(test.cloud, 'PUT', url, {
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-length': '1000',
    });
    const socket = connect(Number(url.port), url.hostname);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.write([`PUT ${url.pathname} HTTP/1.1`, ...lines, '', 'half a bo'].join('\r\n'));
    const temporary = () => readdir(join(test.cloud.folder, 'tmp'));
    while ((await temporary()).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    socket.destroy();
    while ((await temporary()).length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const answer = await sendSigned(test.cloud, 'GET', `/${bucket}/broken-off`, {});
    expect(answer.code).toBe('NoSuchKey');
  });
});

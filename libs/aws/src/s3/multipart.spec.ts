import type { S3Client } from '@aws-sdk/client-s3';
import { copyObject } from './copy-object';
import { awsRule, type MultipartRule, otherRule } from './multipart';

const gibibyte = 2 ** 30;

/** What S3 is asked for a copy of so many bytes. */
async function requestsFor(
  size: number,
  { copy: rule }: MultipartRule,
): Promise<{ name: string; input: object; by: string }[]> {
  const requests: { name: string; input: object; by: string }[] = [];
  const sends = (by: string) => async (command: { constructor: { name: string }; input: object }) => {
    requests.push({ name: command.constructor.name, input: command.input, by });
    return { UploadId: 'upload', CopyPartResult: { ETag: '"part"', ChecksumSHA256: 'sum' } };
  };
  const sender = (by: string) => ({ send: sends(by) }) as unknown as S3Client;
  const [client, patient] = [sender('client'), sender('patient')];
  const source = { key: 'a/b.zip', versionId: 'v1', etag: '"source"', size };
  await copyObject({ client, patient, rule }, source, {
    Bucket: 'archives',
    Key: 'uat.zip',
    IfMatch: '"old"',
  });
  return requests;
}

describe('a copy', () => {
  it('is one CopyObject up to 5 GiB, which a role that may only copy is allowed', async () => {
    const requests = await requestsFor(5 * gibibyte - 1, awsRule);
    expect(requests.map(({ name }) => name)).toEqual(['CopyObjectCommand']);
    expect(requests[0]?.input).toMatchObject({
      CopySource: 'archives/a/b.zip?versionId=v1',
      CopySourceIfMatch: '"source"',
      IfMatch: '"old"',
    });
  });

  it.each([
    ['AWS', awsRule, 48],
    ['another server', otherRule, 6],
  ])('goes in parts above that on %s, with the condition on its completion', async (_, rule, count) => {
    const requests = await requestsFor(6 * gibibyte, rule);
    const parts = requests.filter(({ name }) => name === 'UploadPartCopyCommand').map(({ input }) => input);
    expect(parts).toHaveLength(count);
    expect(parts[0]).toMatchObject({
      CopySource: 'archives/a/b.zip?versionId=v1',
      CopySourceIfMatch: '"source"',
      CopySourceRange: `bytes=0-${(6 * gibibyte) / count - 1}`,
    });
    expect(parts.at(-1)).toMatchObject({
      PartNumber: count,
      CopySourceRange: expect.stringMatching(/-6442450943$/),
    });
    const completion = requests.at(-1);
    expect(completion?.name).toBe('CompleteMultipartUploadCommand');
    expect(completion?.input).toMatchObject({ IfMatch: '"old"' });
    // The server works on these before it answers.
    expect(new Set(requests.slice(1).map(({ by }) => by))).toEqual(new Set(['patient']));
    expect(
      (completion?.input as { MultipartUpload: { Parts: object[] } }).MultipartUpload.Parts,
    ).toContainEqual({
      PartNumber: count,
      ETag: '"part"',
      ChecksumSHA256: 'sum',
    });
  });
});

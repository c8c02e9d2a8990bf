import { decodeChunks } from './aws-chunked';
import type { ChunkedOptions } from './aws-chunked';
import { signingKey } from './signature';

/** The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
const example = {
  scope: { date: '20130524', region: 'us-east-1', service: 's3' },
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  chunks: [
    { size: 65536, signature: 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648' },
    { size: 1024, signature: '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497' },
    { size: 0, signature: 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9' },
  ],
};

const authentication = {
  key: signingKey(example.secret, example.scope),
  scope: '20130524/us-east-1/s3/aws4_request',
  timestamp: '20130524T000000Z',
  signature: example.seed,
};

const body = example.chunks
  .map(
    ({ size, signature }) => `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`,
  )
  .join('');

async function decode(text: string, options: Partial<ChunkedOptions>, pieceSize = 1000): Promise<Buffer> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += pieceSize) yield Buffer.from(text.slice(at, at + pieceSize));
  }
  const decoded: Buffer[] = [];
  const all = { expectedTrailers: [], decodedLength: 66_560, onTrailer: () => undefined, ...options };
  for await (const piece of decodeChunks(pieces(), all)) decoded.push(piece);
  return Buffer.concat(decoded);
}

describe('aws-chunked', () => {
  it.each([1, 7, 1000, 100_000])("verifies AWS's own example, arriving %d bytes at a time", async (size) => {
    expect((await decode(body, { authentication }, size)).toString()).toBe('a'.repeat(66_560));
  });

  it('finds a changed byte, a changed signature and an exchanged order', async () => {
    const refused = { code: 'SignatureDoesNotMatch' };
    await expect(decode(body.replace('aaa', 'aba'), { authentication })).rejects.toMatchObject(refused);
    await expect(decode(body.replace('=0055', '=1055'), { authentication })).rejects.toMatchObject(refused);
    await expect(
      decode(body, { authentication: { ...authentication, signature: 'f'.repeat(64) } }),
    ).rejects.toMatchObject(refused);
    await expect(decode('5\r\nhello\r\n0\r\n\r\n', { authentication })).rejects.toMatchObject(refused);
  });

  it('finds a body that ends early or has another length', async () => {
    const refused = { code: 'IncompleteBody' };
    for (const text of [
      '5\r\nhel',
      '5\r\nhello',
      '5\r\nhello\r\n',
      'zz\r\n',
      '5\r\nhelloworld\r\n0\r\n\r\n',
    ]) {
      await expect(decode(text, { decodedLength: 5 })).rejects.toMatchObject(refused);
    }
    await expect(decode('5\r\nhello\r\n0\r\n\r\n', { decodedLength: 6 })).rejects.toMatchObject(refused);
  });

  it('hands out the trailers that were announced, and no others', async () => {
    const text = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32: NhCmhg==\r\n\r\n';
    const trailers: string[][] = [];
    const options = {
      decodedLength: 5,
      onTrailer: (name: string, value: string) => void trailers.push([name, value]),
    };
    const expectedTrailers = ['x-amz-checksum-crc32'];
    await decode(text, { ...options, expectedTrailers });
    expect(trailers).toEqual([['x-amz-checksum-crc32', 'NhCmhg==']]);
    const refused = { code: 'MalformedTrailerError' };
    await expect(decode(text, options)).rejects.toMatchObject(refused);
    await expect(decode('0\r\n\r\n', { decodedLength: 0, expectedTrailers })).rejects.toMatchObject(refused);
  });
});

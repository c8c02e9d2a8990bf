import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bucket, startTestCloud } from './testing/cloud';
import type { TestCloud } from './testing/cloud';

const found = ((): boolean => {
  try {
    // To ask it for its version takes most of a second.
    execFileSync('sh', ['-c', 'command -v aws'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

// The AWS CLI is no part of this workspace: where it is not installed, these show as skipped.
const withCli = found ? describe : describe.skip;

withCli('the AWS CLI (skipped where `aws` is not installed)', () => {
  let test: TestCloud;
  let home: string;
  beforeAll(async () => {
    test = await startTestCloud();
    home = join(test.cloud.folder, 'home');
    await mkdir(home);
  });
  afterAll(() => test.close());

  async function aws(args: string[], secretAccessKey = test.cloud.secretAccessKey): Promise<string> {
    const { stdout } = await promisify(execFile)('aws', ['--endpoint-url', test.cloud.endpoint, ...args], {
      cwd: home,
      env: {
        ...process.env,
        HOME: home,
        AWS_CONFIG_FILE: join(home, 'config'),
        AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
        AWS_ACCESS_KEY_ID: test.cloud.accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: test.cloud.region,
        AWS_DEFAULT_OUTPUT: 'json',
      },
    });
    return stdout;
  }

  it('copies up, inside and down again, in parts too, and lists', async () => {
    const bytes = randomBytes(9 * 1024 * 1024);
    await writeFile(join(home, 'big.bin'), bytes);
    await aws(['s3', 'cp', 'big.bin', `s3://${bucket}/dir/big.bin`, '--metadata', 'commit=1']);
    await aws(['s3', 'cp', `s3://${bucket}/dir/big.bin`, `s3://${bucket}/dir/copy.bin`]);
    await aws(['s3', 'cp', `s3://${bucket}/dir/copy.bin`, 'back.bin']);
    expect((await readFile(join(home, 'back.bin'))).equals(bytes)).toBe(true);
    const [buckets, objects, head, versions] = await Promise.all([
      aws(['s3', 'ls']),
      aws(['s3', 'ls', `s3://${bucket}/dir/`]),
      aws(['s3api', 'head-object', '--bucket', bucket, '--key', 'dir/big.bin']),
      aws(['s3api', 'list-object-versions', '--bucket', bucket]),
    ]);
    expect(buckets).toContain(bucket);
    expect(objects).toMatch(/9437184 big\.bin\n.* 9437184 copy\.bin/);
    expect(JSON.parse(head)).toMatchObject({ ContentLength: bytes.length, Metadata: { commit: '1' } });
    expect(JSON.parse(versions)).toMatchObject({
      Versions: [{ Key: 'dir/big.bin', IsLatest: true }, { Key: 'dir/copy.bin' }],
    });
  }, 60_000);

  it('gets 403 with another key', async () => {
    await expect(aws(['s3', 'ls'], 'another')).rejects.toThrow(/SignatureDoesNotMatch/);
  }, 30_000);
});

import type { Diff } from '@sluice/contract';
import { createCipheriv, createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBucket, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';
import { AnsweringSluice, environmentOf, SampleWorkspace, type Ended } from '@sluice/dev';
import { parseOutput } from 'nx-sluice';
import { Traffic } from './testing/traffic';

jest.setTimeout(180_000);

const fileCount = 6_000;
const fileBytes = 6_700;
const workspace = new SampleWorkspace();
const traffic = new Traffic();
const answering = new AnsweringSluice();
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await openLocalCloud({ folder: workspace.cloud, services: () => [traffic.service] });
  await ensureBucket(cloud, 'sluice-local');
});
afterAll(async () => {
  await answering.close();
  await cloud.close();
  workspace.dispose();
});

async function sluice(...args: string[]): Promise<Ended> {
  const { cloud: folder, root: cwd } = workspace;
  const env = environmentOf(cwd, { SLUICE_LOCAL_CLOUD: folder });
  const ended = await answering.run(args, { cwd, env });
  if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
  return ended;
}

/** Content that no zip makes smaller, the same for the same name and edition. */
function content(name: string, edition: number): Buffer {
  const key = createHash('md5').update(`${name} ${edition}`).digest();
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(fileBytes));
}

/** An app as a bundler leaves it: many chunks, of which the second edition changes every hundredth. */
function writeApp(edition: 1 | 2): void {
  for (let index = 0; index < fileCount; index += edition === 1 ? 1 : 100) {
    const name = `chunk-${index.toString(16).padStart(8, '0')}.js`;
    workspace.write(`server/assets/${name}`, content(name, edition));
  }
}

it('reads less than 2 % of two archives of 6,000 files and 40 MB to tell how they differ', async () => {
  // What was built is in no commit.
  workspace.write('.gitignore', 'dist/\nserver/\n');
  let stored = 0;
  for (const edition of [1, 2] as const) {
    writeApp(edition);
    workspace.commit(`edition ${edition}`);
    await sluice('package');
    stored += statSync(join(workspace.root, 'dist/app.zip')).size;
    await sluice('publish', '--allow-stale');
    if (edition === 1) await sluice('promote', 'uat');
  }
  expect(stored).toBeGreaterThan(2 * 40e6);

  traffic.reset();
  const { stdout } = await sluice('diff', 'uat', 'HEAD', '--json');
  const { files } = parseOutput<Diff>('diff', stdout);
  expect(files?.changed).toHaveLength(fileCount / 100);
  expect([files?.added, files?.removed]).toEqual([[], []]);
  expect(traffic.asked.filter((request) => request.startsWith('GET /sluice-local'))).toHaveLength(4);
  expect(traffic.sent / stored).toBeLessThan(0.02);
});

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive } from '@sluice/archive';
import type { Relative } from '../../ports/bucket';
import { releaseFixtures } from '../../testing/release-fixture';
import { publish } from './publish';

const newFixture = releaseFixtures();
const folder = mkdtempSync(join(tmpdir(), 'sluice-relative-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function pack(changed: string): Promise<string> {
  writeFileSync(join(folder, 'changed'), changed);
  const files = ['changed', 'same'].map((name) => ({ path: `app/${name}`, file: join(folder, name) }));
  return (await writeArchive({ root: folder, files, output: join(folder, `${changed}.zip`) })).path;
}

it('offers what the archive on latest has in common with the new one', async () => {
  const fixture = newFixture();
  writeFileSync(join(folder, 'same'), randomBytes(20_000));
  const offered: (Relative | undefined)[] = [];
  const upload = fixture.bucket.upload.bind(fixture.bucket);
  Object.assign(fixture.bucket, {
    upload: (...args: [...Parameters<typeof upload>, Relative?]) => {
      offered.push(args[4]);
      return upload(...(args.slice(0, 4) as Parameters<typeof upload>));
    },
  });
  const [one, two] = [await pack('one'), await pack('longer')];
  await publish(fixture.contextAt(0), { archive: one, allowStale: true });
  const latest = await fixture.bucket.head('story/latest.zip');
  await publish(fixture.contextAt(1), { archive: two, allowStale: true });
  expect(offered).toMatchObject([undefined, { object: latest }]);
  const [before, after] = [readFileSync(one), readFileSync(two)];
  const [range, ...others] = (await offered[1]?.shared()) ?? [];
  expect(others).toEqual([]);
  expect(range!.end - range!.start).toBeGreaterThan(20_000);
  const { start, end, from } = range!;
  expect(after.subarray(start, end).equals(before.subarray(from, from + end - start))).toBe(true);
});

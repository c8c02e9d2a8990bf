/**
 * How soon someone can use the first view of a console that nobody looked at yet, on a large bucket of the local
 * cloud, and what 20 open pages cost. Run by hand:
 *
 *     node -r @swc-node/register apps/console-e2e/bench/first-view.ts [archives, 5000] [versions of each tag, 500] [starts, 5]
 *
 * Server and client are the built ones, the server in a process of its own, the pages in a real browser. It prints
 * figures and asserts nothing: they are the machine's as much as the console's.
 */
import { accessVariables } from '@sluice/dev';
import { execFileSync, spawn, type ExecFileSyncOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { columnOf, goTo } from '../src/testing/board';
import { TestBrowser } from '../src/testing/browser';
import { apps, bucket, openLargeBucket, type LargeBucket } from './large-bucket';

const [archives = 5_000, versions = 500, starts = 5] = process.argv.slice(2).map(Number);
const workspace = resolve(__dirname, '../../..');
const token = randomBytes(32).toString('base64url');
const looks = 12;

function build(folder: string): void {
  const quiet: ExecFileSyncOptions = { cwd: workspace, stdio: ['ignore', 'ignore', 'inherit'] };
  const run = (...args: string[]) => execFileSync(process.execPath, args, quiet);
  run('apps/server/bundle.mjs', '--outdir', join(folder, 'server'));
  const vite = join(workspace, 'node_modules/vite/bin/vite.js');
  run(vite, 'build', 'apps/client', '--outDir', join(folder, 'client'), '--logLevel', 'error');
}

async function startServer(folder: string, { cloud, settings }: LargeBucket) {
  const child = spawn(process.execPath, [join(folder, 'server/main.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...accessVariables({ bucket, ...cloud }),
      PORT: '0',
      SLUICE_CONFIG: settings,
      CONSOLE_TOKEN: token,
    },
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
  if (origin === undefined) throw new Error(`The server said: ${line}`);
  return {
    address: `${origin}/apps/${apps[0]}/?token=${token}`,
    stop: async () => {
      child.kill();
      await once(child, 'close');
    },
  };
}

/**
 * Milliseconds from the address being entered, redirect included, until every environment shows what is there, and
 * has been painted. The page itself takes the time: each answer that a driver waits for comes by this process, which
 * is the cloud at the same time, and was up to 0.8 s late.
 */
async function untilUsable(page: Page, address: string): Promise<number> {
  const start = Date.now();
  await page.goto(address, { waitUntil: 'commit' });
  return Math.round((await page.evaluate(whenUsable, ['stage', 'uat', 'prod'])) - start);
}

/** Runs in the page: looks before each frame, and tells the time of day of the frame after the one with it all. */
async function whenUsable(names: string[]): Promise<number> {
  const frame = () => new Promise<number>((painted) => requestAnimationFrame(painted));
  const shows = (column: Element, selector: string, text: RegExp) =>
    [...column.querySelectorAll(selector)].some(
      (element) => text.test(element.textContent.trim()) && element.checkVisibility(),
    );
  const usable = (name: string) =>
    [...document.querySelectorAll('[aria-label^="Environments"] > li')].some(
      (column) =>
        shows(column, 'h2', new RegExp(`^${name}$`)) &&
        shows(column, '*', /^Release \d+$/) &&
        shows(column, `a[aria-label="Promote to ${name}"]`, /^Promote/),
    );
  do await frame();
  while (!names.every(usable));
  return performance.timeOrigin + (await frame());
}

function inMilliseconds(figures: number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  return `median ${median} ms of ${figures.join(', ')}`;
}

/** Until the server has read what it reads once, in the background: every archive, and the past of every tag. */
async function untilRead(counter: LargeBucket['counter']): Promise<void> {
  for (let before = -Infinity; counter.total - before > 50; await sleep(5_000)) before = counter.total;
}

/** What reaches the cloud, by operation, while its server looks so many times at three tags and their holds. */
async function costOfLooks({ counts }: LargeBucket['counter']): Promise<string> {
  const heads = () => counts.get('HeadObject') ?? 0;
  const before = new Map(counts);
  const start = performance.now();
  while (heads() < (before.get('HeadObject') ?? 0) + looks * 6) await sleep(50);
  const seconds = Math.round((performance.now() - start) / 1000);
  const grown = [...counts].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
  const told = grown.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`);
  return `${told.join(', ')} in ${seconds} s`;
}

async function measure(folder: string, large: LargeBucket): Promise<void> {
  const browser = await TestBrowser.open();
  try {
    const firstViews: number[] = [];
    const releases: number[] = [];
    while (firstViews.length < starts) {
      const server = await startServer(folder, large);
      const visitor = await browser.visitor();
      const { page } = visitor;
      firstViews.push(await untilUsable(page, server.address));
      const start = performance.now();
      await goTo(page, 'Releases');
      await page.getByRole('row').nth(1).waitFor();
      releases.push(Math.round(performance.now() - start));
      await visitor.leave();
      await server.stop();
    }
    console.log(`first view of a cold server: ${inMilliseconds(firstViews)}`);
    console.log(`its releases, from there: ${inMilliseconds(releases)}`);
    const server = await startServer(folder, large);
    const visitor = await browser.visitor();
    await untilUsable(visitor.page, server.address);
    await untilRead(large.counter);
    console.log(`${looks} looks with one page: ${await costOfLooks(large.counter)}`);
    for (let more = 1; more < 20; more += 1) {
      // Each has a profile of its own: one browser opens six connections to a server at the most.
      const { page } = await browser.visitor();
      await page.goto(server.address);
      await columnOf(page, 'prod').waitFor();
    }
    console.log(`${looks} looks with 20 pages: ${await costOfLooks(large.counter)}`);
    await server.stop();
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-first-view-'));
  try {
    build(folder);
    const start = performance.now();
    const large = await openLargeBucket(folder, { archives, versions });
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(
      `${archives} archives, ${versions} versions of each tag, ${apps.length} apps, written in ${seconds} s`,
    );
    try {
      await measure(folder, large);
    } finally {
      await large.cloud.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main();

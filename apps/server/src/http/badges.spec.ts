import type { EnvironmentCard } from '@sluice/contract';
import { XMLParser } from 'fast-xml-parser';
import { parseBadges } from '../config/badge-settings';
import { Cloud } from '../testing/cloud';
import { consoleOf, readWholeBoard, runServer, type RunningServer } from '../testing/running-server';
import { badgeOf, badgeSvg } from './badge-svg';

let cloud: Cloud;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
  server = await runServer({ console: consoleOf(cloud), badges: ['stage', 'shop-console/prod'] });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

/** As an image in a README is loaded: without a sign-in, from another site. */
const load = (path: string, headers: Record<string, string> = {}, url = server.url) =>
  fetch(`${url}${path}`, { headers: { 'sec-fetch-site': 'cross-site', ...headers } });

it('tells everybody the commit of an environment that the configuration names, and nothing more', async () => {
  const answer = await load('/badge/stage.svg');
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=60',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const svg = await answer.text();
  expect(svg).toContain(`<title>stage: ${commit.slice(0, 8)}</title>`);
  expect(svg).not.toContain(commit.slice(0, 9));
  expect(svg).not.toMatch(/umbrellas|amy/);
  const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
  expect((await load('/badge/stage.svg', headers)).status).toBe(304);
  expect(await (await load('/apps/shop-console/badge/prod.svg')).text()).toContain(
    '<title>prod: empty</title>',
  );
});

it.each(['/badge/uat.svg', '/badge/moon.svg', '/badge/stage', '/badge/.svg', '/apps/store/badge/stage.svg'])(
  'does not find %s',
  async (path) => {
    expect((await load(path)).status).toBe(404);
  },
);

it('has no badges unless the configuration names an environment', async () => {
  const silent = await runServer({ console: consoleOf(cloud) });
  try {
    expect((await load('/badge/stage.svg', {}, silent.url)).status).toBe(404);
  } finally {
    await silent.close();
  }
});

it('looks at the bucket once for many badges, and refuses too many', async () => {
  const limited = await runServer({ console: consoleOf(cloud), badges: '*', rateLimits: { badges: 3 } });
  try {
    await readWholeBoard(limited);
    const statuses = [];
    for (let count = 0; count < 5; count += 1)
      statuses.push((await load('/badge/uat.svg', {}, limited.url)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  } finally {
    await limited.close();
  }
});

it('says that it is unknown while the bucket does not answer', async () => {
  const console = consoleOf(cloud, {
    ports: {
      bucket: { ...cloud.bucket, head: async () => Promise.reject(new Error('down')) } as never,
      pipelines: cloud.pipelines,
    },
  });
  const blind = await runServer({ console, badges: '*' });
  try {
    expect(await (await load('/badge/stage.svg', {}, blind.url)).text()).toContain(
      '<title>stage: unknown</title>',
    );
  } finally {
    await blind.close();
  }
});

const card = { name: 'prod', current: { commit: 'a'.repeat(40) } } as EnvironmentCard;
const run = (status: string) => ({ ...card, run: { status } }) as EnvironmentCard;

it.each([
  [run('Succeeded'), 'aaaaaaaa · deployed'],
  [run('InProgress'), 'aaaaaaaa · deploying'],
  [{ ...run('Failed'), live: { commit: 'b'.repeat(40) } } as EnvironmentCard, 'bbbbbbbb · deployment failed'],
  [{ ...run('Succeeded'), hold: { reason: 'secret' } } as EnvironmentCard, 'aaaaaaaa · deployed · held'],
  [card, 'aaaaaaaa'],
  [{ name: 'prod' } as EnvironmentCard, 'empty'],
])('says what is live and how its newest deployment went: %#', (environment, text) => {
  expect(badgeOf(environment).text).toBe(text);
});

it('is well-formed XML whatever its text is', () => {
  const label = `<script>"&'\u0000\ud800`;
  const svg = badgeSvg({ label, text: ']]>', color: '#000' });
  const parsed = new XMLParser({ ignoreAttributes: false }).parse(svg, true) as { svg: { title: string } };
  expect(parsed.svg.title).toBe(`<script>"&': ]]>`);
});

it.each([
  [undefined, []],
  ['*', '*'],
  ['uat, store/prod', ['uat', 'store/prod']],
])('reads CONSOLE_BADGES %p', (text, badges) => {
  expect(parseBadges(text, ['uat', 'prod', 'store/prod'])).toEqual(badges);
});

it('refuses an environment that sluice.json does not have', () => {
  expect(() => parseBadges('uat,prd', ['uat', 'prod'])).toThrow('CONSOLE_BADGES names the environment "prd"');
});

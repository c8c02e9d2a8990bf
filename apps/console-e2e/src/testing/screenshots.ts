import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { audit } from './audit';
import type { Visitor } from './visitor';

const repository = resolve(__dirname, '../../../..');
const screenshots = join(repository, 'dist/console-e2e/screenshots');
const pictures = join(repository, 'docs/pictures');

/** Whether pictures are written at all: the tests assert nothing of them, and they cost a quarter of the time. */
const areKept = process.env.SLUICE_SCREENSHOTS === 'true';

const widths = [1440, 390];
const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];
const height = 800;

interface ScreenshotOptions {
  /** Name of a picture for the README, written only with SLUICE_UPDATE_PICTURES=true. */
  picture?: string;
  /** What it shows is on its way, and stays so. */
  isLoading?: boolean;
}

/**
 * Looks at what a visitor sees, wide and narrow, light and dark. With SLUICE_SCREENSHOTS=true it takes pictures too.
 *
 * @returns what is wrong with it: a page wider than its window, what keeps someone from using it
 */
export async function inspect(
  { page }: Visitor,
  name: string,
  { picture, isLoading = false }: ScreenshotOptions = {},
): Promise<string[]> {
  const wrong: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await untilCalm(page, colorScheme, isLoading);
      if (areKept) await keep(page, `${name}-${width}-${colorScheme}.png`);
      const found = [...(await tooWide(page)), ...(isAudited(width, colorScheme) ? await audit(page) : [])];
      wrong.push(...found.map((text) => `${name}, ${width} px, ${colorScheme}: ${text}`));
      if (picture !== undefined && width === 1440 && colorScheme === 'light') await take(page, picture);
    }
  }
  await page.setViewportSize({ width: 1440, height });
  await page.emulateMedia({ colorScheme: 'light' });
  return wrong;
}

/** Each width and each scheme once: colors are the same at every width, and the order of things in every scheme. */
function isAudited(width: number, scheme: Scheme): boolean {
  return (width === widths[0]) === (scheme === 'light');
}

async function keep(page: Page, file: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, file), fullPage: true, animations: 'disabled' });
}

async function take(page: Page, picture: string): Promise<void> {
  if (process.env.SLUICE_UPDATE_PICTURES !== 'true') return;
  mkdirSync(pictures, { recursive: true });
  // No higher than what there is to see.
  await page.setViewportSize({ width: 1440, height: 400 });
  await page.screenshot({ path: join(pictures, `${picture}.png`), fullPage: true, animations: 'disabled' });
  await page.setViewportSize({ width: 1440, height });
}

/** Until nothing is being loaded, or nothing else than that is meant, and two frames in a row have the same size. */
async function untilCalm(page: Page, scheme: Scheme, isLoading: boolean): Promise<void> {
  await page.waitForFunction(
    async ([shown, mayBeBusy]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const size = () => `${document.body.scrollWidth} ${document.body.scrollHeight}`;
      const busy = document.querySelector(
        '[aria-busy="true"], [aria-label="Loading"], [aria-label="Creating plan"]',
      );
      const before = size();
      await frame();
      await frame();
      await document.fonts.ready;
      const isShown = document.documentElement.style.colorScheme === shown;
      return isShown && (busy === null || mayBeBusy) && before === size();
    },
    [scheme, isLoading] as const,
  );
}

async function tooWide(page: Page): Promise<string[]> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return excess > 0 ? [`${excess} px wider than the window`] : [];
}

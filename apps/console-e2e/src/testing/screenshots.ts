import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { audit } from './audit';
import { timeoutMs } from './browser';
import type { Visitor } from './visitor';

const repository = resolve(__dirname, '../../../..');
const screenshots = join(repository, 'dist/console-e2e/screenshots');
const pictures = join(repository, 'docs/pictures');

/** Whether pictures are written at all: the tests assert nothing of them, and they cost a quarter of the time. */
const areKept = process.env.SLUICE_SCREENSHOTS === 'true';

const height = 800;
type Scheme = 'light' | 'dark';

/** Wide and narrow, light and dark: from one to the next, only one of these changes. The last one leads to the first. */
const looks: readonly { width: number; scheme: Scheme }[] = [
  { width: 1440, scheme: 'light' },
  { width: 1440, scheme: 'dark' },
  { width: 390, scheme: 'dark' },
  { width: 390, scheme: 'light' },
];

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
  for (const [index, { width, scheme }] of looks.entries()) {
    const before = looks[index - 1];
    await Promise.all([
      before?.width === width || page.setViewportSize({ width, height }),
      before?.scheme === scheme || page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' }),
    ]);
    const excess = await untilCalm(page, scheme, isLoading);
    if (areKept) await keep(page, `${name}-${width}-${scheme}.png`);
    const found = excess > 0 ? [`${excess} px wider than the window`] : [];
    if (isAudited(width, scheme)) found.push(...(await audit(page)));
    wrong.push(...found.map((text) => `${name}, ${width} px, ${scheme}: ${text}`));
    if (picture !== undefined && width === 1440 && scheme === 'light') await take(page, picture);
  }
  await page.setViewportSize({ width: 1440, height });
  return wrong;
}

/** Each width and each scheme once: colors are the same at every width, and the order of things in every scheme. */
function isAudited(width: number, scheme: Scheme): boolean {
  return (width === 1440) === (scheme === 'light');
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

/**
 * Waits until nothing is being loaded, or nothing else than that is meant, and two frames in a row have the same size.
 * The page waits by itself: each question to it from here costs as much as a frame.
 *
 * @returns by how many pixels the page is wider than its window
 * @throws Error when it is not calm in time
 */
function untilCalm(page: Page, scheme: Scheme, isLoading: boolean): Promise<number> {
  return page.evaluate(
    async ([shown, mayBeBusy, timeout]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const size = () => `${document.body.scrollWidth} ${document.body.scrollHeight}`;
      const deadline = performance.now() + timeout;
      for (;;) {
        const before = size();
        await frame();
        await frame();
        await document.fonts.ready;
        const busy = document.querySelector(
          '[aria-busy="true"], [aria-label="Loading"], [aria-label="Creating plan"]',
        );
        const isShown = document.documentElement.style.colorScheme === shown;
        const isCalm = isShown && (busy === null || mayBeBusy) && before === size();
        const { scrollWidth, clientWidth } = document.documentElement;
        if (isCalm) return scrollWidth - clientWidth;
        if (performance.now() > deadline)
          throw new Error(`The page is not calm: ${busy?.outerHTML ?? size()}`);
      }
    },
    [scheme, isLoading, timeoutMs] as const,
  );
}

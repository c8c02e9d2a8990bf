import type { Page } from 'playwright-core';

/** Counts what a person presses on a page, from now on. */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counting = globalThis as { clicks?: number };
    counting.clicks = 0;
    window.addEventListener('click', () => void (counting.clicks = (counting.clicks ?? 0) + 1), true);
  });
  return () => page.evaluate(() => (globalThis as { clicks?: number }).clicks ?? 0);
}

import type { Locator, Page } from 'playwright-core';

/** More stops than any view of a test has. */
const mostStops = 150;

/** Presses Tab until this has the focus. @throws Error when the keyboard does not get there. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  await goal.waitFor();
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await hasFocus(goal)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not get to ${String(goal)} with ${mostStops} Tabs.`);
}

/** Waits until this has the focus, or something within it has. */
export async function untilFocusIsIn(page: Page, element: Locator): Promise<void> {
  await page.waitForFunction((node) => node?.contains(document.activeElement), await element.elementHandle());
}

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

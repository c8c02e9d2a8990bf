import type { Locator, Page } from 'playwright-core';

/** The column of one environment on the board. */
export function columnOf(page: Page, environment: string): Locator {
  const heading = page.getByRole('heading', { level: 2, name: environment, exact: true });
  return page
    .getByRole('list', { name: /^Environments/ })
    .locator('> li')
    .filter({ has: heading });
}

export type View = 'Environments' | 'Releases' | 'Compare' | 'Activity' | 'Metrics';

/** A view, as someone comes to it within the console. */
export async function goTo(page: Page, view: View): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
  await page.getByRole('heading', { level: 1, name: view }).waitFor();
}

export const short = (commit: string) => commit.slice(0, 8);

import type { Page } from 'playwright-core';
import { columnOf } from '../testing/board';
import { Visitor } from '../testing/visitor';
import type { TestContext } from '../testing/test-context';

/** Over HTTP/1.1 a browser opens six connections to a server at the most. */
const many = 8;
const held = 'On hold';

/** With something in uat, which nothing holds; so it is at its end. */
export function describeManyPages(testContext: () => TestContext): void {
  describe('many pages in one browser', () => {
    const pages: Page[] = [];
    let bob: Visitor;
    let streamsBefore: number;

    beforeAll(async () => {
      streamsBefore = await streams(testContext().amy.page);
      bob = await testContext().browser.visitor();
      pages.push(bob.page);
      while (pages.length < many) {
        const page = await bob.context.newPage();
        await new Visitor(bob.context, page, bob.faults).begin();
        pages.push(page);
      }
      await bob.page.goto(testContext().app.address);
    });
    afterAll(() => bob?.leave());

    it('show the board over one stream', async () => {
      const { app, amy } = testContext();
      for (const page of pages.slice(1)) await page.goto(app.origin);
      for (const page of pages)
        await columnOf(page, 'uat').getByRole('button', { name: 'Hold uat' }).waitFor();
      for (const page of pages) await page.getByTitle('Connected', { exact: true }).waitFor();
      expect((await streams(amy.page)) - streamsBefore).toBe(1);
    });

    it('show what one of them does', async () => {
      const last = pages.at(-1) as Page;
      await columnOf(last, 'uat').getByRole('button', { name: 'Hold uat' }).click();
      const dialog = last.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('Load test');
      await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
      for (const page of pages) await columnOf(page, 'uat').getByText(held).waitFor();
    });

    it('receive changes after the page with the stream is closed', async () => {
      await pages.shift()?.close();
      await testContext().app.sluice('unhold', 'uat');
      for (const page of pages) await columnOf(page, 'uat').getByText(held).waitFor({ state: 'detached' });
      expect((await streams(testContext().amy.page)) - streamsBefore).toBe(1);
    });
  });
}

/** Streams of events that the server has open. */
function streams(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const metrics = await (await fetch('/metrics')).text();
    return Number(/^sluice_console_event_streams (\d+)$/m.exec(metrics)?.[1]);
  });
}

import { columnOf, goTo } from '../testing/board';
import { layoutShiftsOf, noteLayoutShifts } from '../testing/layout-shifts';
import type { Visitor } from '../testing/visitor';
import type { TestContext } from '../testing/test-context';

/** The most that may move, as a sum of layout shifts; https://web.dev/articles/cls calls up to 0.1 good. */
const most = 0.05;

/** Two lines of a column, and more than one of the page's description on a phone. */
const parasols = 'Sell parasols, and umbrellas to who comes too late for them';

/** It publishes two more releases. */
export function describeStability(testContext: () => TestContext): void {
  describe('what someone is about to touch', () => {
    it('stays where it is while the board is loaded and a pipeline runs, wide and narrow', async () => {
      const { amy, app, browser, gate } = testContext();
      // What was there before may have had more to tell, and its going is no fault of the layout.
      await goTo(amy.page, 'Environments');
      await app.publish('Sell canopies');
      const before = columnOf(amy.page, 'stage');
      await before.getByText('Sell canopies').waitFor();
      await before.getByText('Succeeded').nth(3).waitFor();
      const visitors: Visitor[] = [];
      for (const width of [1280, 360]) {
        const visitor = await browser.visitor({ viewport: { width, height: 800 } });
        await noteLayoutShifts(visitor.page);
        await visitor.page.goto(app.address);
        await columnOf(visitor.page, 'prod').waitFor();
        visitors.push(visitor);
      }
      gate.close();
      await app.publish(parasols, { prelude: gate.prelude });
      for (const { page } of visitors) {
        const stage = columnOf(page, 'stage');
        await stage.getByText(parasols).waitFor();
        await stage.getByText('In progress').nth(1).waitFor();
      }
      gate.open();
      for (const visitor of visitors) {
        await columnOf(visitor.page, 'stage').getByText('In progress').first().waitFor({ state: 'detached' });
        const { sum, moved } = await layoutShiftsOf(visitor.page);
        expect(sum > most ? moved : []).toEqual([]);
        await visitor.leave();
      }
    });
  });
}

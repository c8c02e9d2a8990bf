import { RunningApp } from './running-app';
import { TestBrowser } from './browser';
import type { Visitor } from './visitor';

/** What the tests of one file share: an app that runs, a browser, and a person who is signed in. */
export class World {
  private constructor(
    readonly app: RunningApp,
    readonly browser: TestBrowser,
    readonly ada: Visitor,
  ) {}

  static async open(): Promise<World> {
    const [app, browser] = await Promise.all([RunningApp.start(), TestBrowser.open()]);
    const ada = await browser.visitor();
    await ada.page.goto(app.address);
    return new World(app, browser, ada);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.app.stop();
  }
}

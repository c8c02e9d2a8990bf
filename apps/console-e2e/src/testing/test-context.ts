import { join } from 'node:path';
import { Gate } from './gate';
import { RunningApp } from './running-app';
import { TestBrowser } from './browser';
import type { Visitor } from './visitor';

/** What the tests of one file share: an app that runs, a browser, and a person who is signed in. */
export class TestContext {
  /** Holds back the servers that are published with its prelude. */
  readonly gate: Gate;

  private readonly kept: { close(): Promise<void> }[] = [];

  private constructor(
    readonly app: RunningApp,
    readonly browser: TestBrowser,
    readonly amy: Visitor,
  ) {
    this.gate = new Gate(join(app.clone.root, 'dist'));
  }

  /** Is closed at the end of the file, whatever becomes of the test; until then nothing else need be done. */
  keep<T extends { close(): Promise<void> }>(thing: T): T {
    this.kept.push(thing);
    return thing;
  }

  static async open(): Promise<TestContext> {
    const browser = await TestBrowser.open();
    const app = await RunningApp.start().catch(async (error: unknown) => {
      // Jest would wait for it.
      await browser.close();
      throw error;
    });
    const amy = await browser.visitor();
    await amy.page.goto(app.address);
    return new TestContext(app, browser, amy);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await Promise.all(this.kept.map((thing) => thing.close()));
    await this.app.stop();
  }
}

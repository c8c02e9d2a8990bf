import { join } from 'node:path';
import { Gate } from './gate';
import { RunningApp } from './running-app';
import { TestBrowser } from './browser';
import type { Visitor } from './visitor';

/** What the tests of one file share: an app that runs, a browser, and a person who is signed in. */
export class World {
  /** Holds back the servers that are published with its prelude. */
  readonly gate: Gate;

  private readonly kept: { close(): Promise<void> }[] = [];

  private constructor(
    readonly app: RunningApp,
    readonly browser: TestBrowser,
    readonly ada: Visitor,
  ) {
    this.gate = new Gate(join(app.clone.root, 'dist'));
  }

  /** Is closed at the end of the file, whatever becomes of the test; until then nothing else need be done. */
  keep<T extends { close(): Promise<void> }>(thing: T): T {
    this.kept.push(thing);
    return thing;
  }

  static async open(): Promise<World> {
    const [app, browser] = await Promise.all([RunningApp.start(), TestBrowser.open()]);
    const ada = await browser.visitor();
    await ada.page.goto(app.address);
    return new World(app, browser, ada);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await Promise.all(this.kept.map((thing) => thing.close()));
    await this.app.stop();
  }
}

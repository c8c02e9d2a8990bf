import { chromium as driver, type Browser, type BrowserContextOptions } from 'playwright-core';
import { chromium } from './chromium';
import { Visitor } from './visitor';

/** Milliseconds that a page has for what a test waits for: a loaded machine is slow, and no test measures speed. */
export const timeoutMs = 60_000;

/** One browser, with a profile of its own that goes when it is closed, and any number of people in it. */
export class TestBrowser {
  private readonly visitors: Visitor[] = [];

  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<TestBrowser> {
    const isRoot = process.getuid?.() === 0;
    const browser = await driver.launch({
      executablePath: chromium,
      // Chromium's sandbox refuses root, /dev/shm is small in a container, and there is no graphics card to imitate.
      args: ['--disable-dev-shm-usage', '--disable-gpu', ...(isRoot ? ['--no-sandbox'] : [])],
    });
    return new TestBrowser(browser);
  }

  /** A person with cookies of their own: what one is signed in to, the other is not. */
  async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 800 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      ...options,
    });
    context.setDefaultTimeout(timeoutMs);
    const visitor = new Visitor(context, await context.newPage());
    await visitor.begin();
    this.visitors.push(visitor);
    return visitor;
  }

  /** What went wrong in any page since the last time this was asked. */
  takeFaults(): string[] {
    return this.visitors.flatMap((visitor) => visitor.faults.splice(0));
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

import type { BrowserContext, Page } from 'playwright-core';

/** A person who looks at the console, and all that goes wrong in their page. */
export class Visitor {
  private refusals: number[] = [];

  /**
   * @param faults errors on the browser's console, violations of the content security policy, dialogs, requests to
   *   elsewhere: an array of their own, unless it is one more page of someone
   */
  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly faults: string[] = [],
  ) {}

  async begin(): Promise<void> {
    const { page, faults } = this;
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
        console.error(`Content security policy: ${violatedDirective} ${blockedURI} ${sourceFile}`),
      );
    });
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !this.isExpected(text))
        faults.push(`console: ${text} (${message.location().url})`);
    });
    page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
    page.on('dialog', (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') faults.push(`request: ${request.url()}`);
    });
  }

  /** The browser writes an error for each answer that is no success; those with these statuses are meant. */
  expectRefusals(...statuses: number[]): void {
    this.refusals = statuses;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  private isExpected(text: string): boolean {
    return this.refusals.some((status) => text.includes(`responded with a status of ${status} `));
  }
}

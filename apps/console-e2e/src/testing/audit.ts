import type { AuditResult } from '@accesslint/core';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

declare global {
  /** What the engine's script leaves behind. */
  var AccessLint: { runAudit(doc: Document): AuditResult } | undefined;
}

const engine = readFileSync(require.resolve('@accesslint/core/iife'), 'utf8');

/** Impacts, in the engine's own words, that keep someone from using a view. */
const serious = ['serious', 'critical'];

/**
 * Runs the rules of WCAG 2.2 A and AA in the page as it stands.
 *
 * @returns the serious violations, a line each, and the rules that broke down
 */
export async function audit(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'AccessLint' in globalThis))) await page.evaluate(engine);
  const result = await page.evaluate(() => {
    const { violations, skippedRules } = globalThis.AccessLint!.runAudit(document);
    return {
      // WCAG 1.4.3 asks no contrast of a control that is switched off.
      violations: violations
        .filter(({ element }) => !element?.closest(':disabled'))
        .map(({ impact, ruleId, selector, message }) => ({
          impact,
          text: `${impact} ${ruleId} at ${selector}: ${message}`,
        })),
      broken: skippedRules.map(({ ruleId, error }) => `the rule ${ruleId} broke down: ${error}`),
    };
  });
  const found = result.violations.filter(({ impact }) => serious.includes(impact)).map(({ text }) => text);
  return [...found, ...result.broken];
}

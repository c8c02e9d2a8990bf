import type { CheckFinding } from '@sluice/contract';
import type { Styles } from './styles';
import { printable } from './text';

const marks: Record<CheckFinding['state'], string> = { ok: '✓', warning: '!', failed: '✗', unknown: '?' };

/** One line for each check, and below it what to do where it is not ok. */
export function doctorLines(findings: CheckFinding[], styles: Styles): string[] {
  const style = { ok: styles.green, warning: styles.yellow, failed: styles.red, unknown: styles.dim };
  return findings.flatMap(({ check, state, message, remedy }) => [
    `${style[state](marks[state])} ${printable(`${check}: ${message}`)}`,
    ...(state === 'ok' || remedy === undefined ? [] : [printable(`    ${remedy}`)]),
  ]);
}

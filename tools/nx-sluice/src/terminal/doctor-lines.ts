import type { CheckFinding } from '@sluice/contract';
import type { Looks } from './styles';
import { printable } from './text';

const marks: Record<CheckFinding['state'], string> = { ok: '✓', warning: '!', failed: '✗', unknown: '?' };

/** One line for each check, and below it what to do where it is not ok. */
export function doctorLines(findings: CheckFinding[], looks: Looks): string[] {
  const look = { ok: looks.green, warning: looks.yellow, failed: looks.red, unknown: looks.dim };
  return findings.flatMap(({ check, state, message, remedy }) => [
    `${look[state](marks[state])} ${printable(`${check}: ${message}`)}`,
    ...(state === 'ok' || remedy === undefined ? [] : [printable(`    ${remedy}`)]),
  ]);
}

import { createColors } from 'picocolors';
import type { ExecutionStatus } from '@sluice/release';

export type Looks = ReturnType<typeof createColors>;

/**
 * Colour on a terminal only; NO_COLOR (https://no-color.org) and FORCE_COLOR are asked first.
 * @param stream the one that the text goes to.
 */
export function looksFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Looks {
  const isForced = env.FORCE_COLOR !== undefined && !['', '0', 'false'].includes(env.FORCE_COLOR);
  const isOff = env.NO_COLOR !== undefined && env.NO_COLOR !== '';
  return createColors(!isOff && (isForced || (stream.isTTY === true && env.TERM !== 'dumb')));
}

export function lookOfStatus(looks: Looks, status: ExecutionStatus | undefined): (text: string) => string {
  if (status === 'Succeeded') return looks.green;
  if (status === 'Failed') return looks.red;
  return status === undefined ? looks.dim : looks.yellow;
}

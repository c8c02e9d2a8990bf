import { createInterface } from 'node:readline/promises';
import { RefusedError, UsageError, type EnvironmentSettings } from '@sluice/release';
import { printable } from './printable';

/**
 * Asks for the environment's name where sluice.json says `confirm`.
 * @throws UsageError nobody is there to ask; RefusedError the answer was another.
 */
export async function confirm(
  { environments }: { environments: readonly EnvironmentSettings[] },
  yes: boolean,
  what: { verb: string; noun: string } = { verb: 'promote', noun: 'promotion to' },
): Promise<void> {
  const asking = environments.find((environment) => environment.confirm);
  if (asking === undefined || yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(
      `A ${what.noun} ${asking.name} needs a confirmation, and there is no terminal to ask on.`,
      'Say --yes once the plan is right.',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(printable(`Type ${asking.name} to ${what.verb}: `));
    if (answer.trim() === asking.name) return;
  } finally {
    terminal.close();
  }
  throw new RefusedError(
    `The ${what.noun} ${asking.name} was not confirmed.`,
    'Run it again when you are sure; nothing was written.',
  );
}

import { type EnvironmentSettings, SluiceError } from '@sluice/release';
import { processTerminal, type Terminal } from './question';

/**
 * Asks for the environment's name where sluice.json says `confirm`.
 * @throws SluiceError `usage` nobody is there to ask; `not-confirmed` the answer was another.
 */
export async function confirm(
  { environments }: { environments: readonly EnvironmentSettings[] },
  yes: boolean,
  what: { verb: string; noun: string } = { verb: 'promote', noun: 'promotion to' },
  terminal: Terminal = processTerminal,
): Promise<void> {
  const asking = environments.find((environment) => environment.confirm);
  if (asking === undefined || yes) return;
  if (!terminal.canAsk()) {
    throw new SluiceError(
      'usage',
      `A ${what.noun} ${asking.name} requires confirmation, and there is no terminal to prompt on.`,
      'Review the plan, then pass --yes.',
    );
  }
  const answer = await terminal.ask(`Type ${asking.name} to ${what.verb}: `);
  if (answer?.trim() === asking.name) return;
  throw new SluiceError(
    'not-confirmed',
    `The ${what.noun} ${asking.name} was not confirmed.`,
    'Nothing was written. Run the command again to retry.',
  );
}

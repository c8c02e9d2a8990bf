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
      `A ${what.noun} ${asking.name} needs a confirmation, and there is no terminal to ask on.`,
      'Say --yes once the plan is right.',
    );
  }
  const answer = await terminal.ask(`Type ${asking.name} to ${what.verb}: `);
  if (answer?.trim() === asking.name) return;
  throw new SluiceError(
    'not-confirmed',
    `The ${what.noun} ${asking.name} was not confirmed.`,
    'Run it again when you are sure; nothing was written.',
  );
}

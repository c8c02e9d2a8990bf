import type { GateResult } from '@sluice/contract';
import {
  assertReasonFits,
  assertRejectionReason,
  type EnvironmentSettings,
  SluiceError,
} from '@sluice/release';
import { processTerminal, type Terminal } from './question';

export interface ReasonRequest {
  /** As it was typed with the command. */
  reason?: string;
  override?: string;
  yes?: boolean;
  json?: boolean;
  environments: readonly EnvironmentSettings[];
  gateResults?: readonly GateResult[];
}

/**
 * The reason that the history is to keep: what was typed or else, on a terminal, the answer to a question where the
 * environment says `confirm` or a rule is overridden, as the console asks too. An empty answer is no reason. Scripts are
 * never asked: not in CI, and not with --yes or --json.
 * @throws SluiceError `not-confirmed` when the question was ended with Ctrl-C or Ctrl-D.
 */
export async function askReason(
  { reason, override, yes, json, environments, gateResults = [] }: ReasonRequest,
  terminal: Terminal = processTerminal,
): Promise<string | undefined> {
  const matters =
    environments.some((one) => one.confirm) || gateResults.some(({ isOverridden }) => isOverridden === true);
  if (reason !== undefined || !matters || yes || json || !terminal.canAsk()) return reason;
  return askUntilFits('Reason for the history (press Enter for none): ', terminal, (typed) =>
    assertReasonFits({ reason: typed, override }),
  );
}

/**
 * The reason of a rejection, which must have one: what was typed or else, on a terminal, the answer to a question.
 * @throws SluiceError `reason-missing` or `reason-too-long`; `not-confirmed` as above.
 */
export async function askRejectionReason(
  { reason, json }: Pick<ReasonRequest, 'reason' | 'json'>,
  terminal: Terminal = processTerminal,
): Promise<string | undefined> {
  if (reason === undefined && !json && terminal.canAsk()) {
    const question = 'Reason, shown when a promotion is refused: ';
    return askUntilFits(question, terminal, assertRejectionReason);
  }
  assertRejectionReason(reason);
  return reason;
}

/** Asks again for as long as `check` throws that there is no reason, or that it is too long. */
async function askUntilFits(
  question: string,
  terminal: Terminal,
  check: (typed: string | undefined) => void,
): Promise<string | undefined> {
  let problem = '';
  for (;;) {
    const answer = await terminal.ask(`${problem}${question}`);
    if (answer === undefined)
      throw new SluiceError('not-confirmed', 'Canceled at the prompt for a reason.', 'Nothing was written.');
    const typed = answer.trim() === '' ? undefined : answer.trim();
    try {
      check(typed);
      return typed;
    } catch (error) {
      if (!(error instanceof SluiceError) || !['reason-missing', 'reason-too-long'].includes(error.code))
        throw error;
      problem = `${error.message} `;
    }
  }
}

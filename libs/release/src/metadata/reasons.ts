import { SluiceError } from '../errors';
import { countThatFits } from './fitting';
import { encodedCharacters } from './metadata';

/**
 * Bytes, percent-encoded, of what people say about one move. What the metadata keep beyond that is for what Sluice
 * itself says before it: `rolled back from … to …`, `override of …`.
 */
const room = 500;

/** What people say about one move. */
export interface Reasons {
  reason?: string;
  /** Why a rule is bypassed. */
  override?: string;
}

/** @throws SluiceError `reason-too-long` what the history could not keep whole. Ask before anything is written. */
export function assertReasonFits({ reason = '', override = '' }: Reasons): void {
  assertFits('The reason of the override', override, room);
  const what = override === '' ? 'The reason' : 'The reason, beside that of the override,';
  assertFits(what, reason, room - encodedCharacters(override).join('').length);
}

function assertFits(what: string, text: string, left: number): void {
  const characters = encodedCharacters(text);
  const fit = countThatFits(characters, left);
  if (fit === undefined) return;
  throw new SluiceError(
    'reason-too-long',
    `${what} is too long for the history: only ${fit} of its ${characters.length} characters fit.`,
    `Shorten it: the limit is ${room} ASCII characters; any other character counts as six or more.`,
  );
}

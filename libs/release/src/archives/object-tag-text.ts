import { SluiceError } from '../errors';
import { countThatFits } from '../metadata/fitting';

/**
 * The value of an object tag has at most 256 UTF-16 units: letters, digits, spaces and `+ - = . _ : / @`
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html).
 */
const longest = 256;
const allowed = /^[\p{L}\p{N} +\-._:/@]$/u;

/** The bytes of everything else, and of the sign that marks them, as quoted-printable writes them: `!` is `=21`. */
function encodedCharacters(text: string): string[] {
  return [...text.replace(/\s+/g, ' ').trim()].map((character) =>
    allowed.test(character)
      ? character
      : Array.from(
          Buffer.from(character),
          (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        ).join(''),
  );
}

/** What is too long ends in an ellipsis. */
export function toTag(text: string): string {
  const encoded = encodedCharacters(text);
  if (countThatFits(encoded, longest) === undefined) return encoded.join('');
  const [ellipsis = ''] = encodedCharacters('…');
  return `${encoded
    .slice(0, countThatFits(encoded, longest - ellipsis.length))
    .join('')
    .trim()}${ellipsis}`;
}

/** Also what an older Sluice wrote, which has `_` where a character was lost. */
export function fromTag(value: string): string {
  return value.replace(/(?:=[0-9A-F]{2})+/g, (escapes) => {
    const bytes = Buffer.from(escapes.replaceAll('=', ''), 'hex');
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes) ? text : escapes;
  });
}

/** @throws SluiceError `reason-too-long` what a tag could not keep whole. */
export function assertTagValueFits(reason: string): void {
  const encoded = encodedCharacters(reason);
  const fit = countThatFits(encoded, longest);
  if (fit === undefined) return;
  throw new SluiceError(
    'reason-too-long',
    `The reason is too long for a rejection: only ${fit} of its ${encoded.length} characters fit.`,
    `Shorten it: the limit is ${longest} letters; a character other than + - . _ : / @ counts as three or more.`,
  );
}

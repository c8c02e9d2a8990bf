/**
 * Characters that hide, reorder or break text: control and format characters, and those that Unicode wants to be shown
 * as nothing. White space that lays text out is none of them.
 */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Joiners that emoji and several scripts need, and the selector of an emoji's picture; alone they reorder nothing. */
const harmless = new Set(['\u200c', '\u200d', '\ufe0f']);

/** Marks on one letter beyond what any script writes; they would paint over the lines above and below. */
const stacked = /(?<=\p{M}{4})\p{M}/gu;

/**
 * Text that someone else wrote, with what cannot be seen made visible: `\u{202e}` for a right-to-left override.
 * A commit subject must not be able to look like another one. Line breaks stay: what shows text on one line shows them
 * as spaces.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(stacked, escaped)
    .replace(invisible, (character) => (harmless.has(character) ? character : escaped(character)));
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

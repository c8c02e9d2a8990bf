/** Control and format characters: they hide, reorder or break text. A plain space and line break are none of them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Joiners that emoji and several scripts need; alone they reorder nothing. */
const harmless = new Set(['\u200c', '\u200d']);

/**
 * Text that somebody else wrote, with what cannot be seen made visible: `\u{202e}` for a right-to-left override.
 * A commit subject must not be able to look like another one.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) =>
    harmless.has(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

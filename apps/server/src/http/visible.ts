/** Control characters, those that turn the direction of what follows them, and those shown as nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text that others wrote, for a line of the log: nothing in it can break the line, hide, or move what stands beside it. */
export function visible(text: string, longest = 500): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(invisible, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

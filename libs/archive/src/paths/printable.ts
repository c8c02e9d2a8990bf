const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A name in quotes, safe for a terminal: control, bidirectional and invisible characters are shown as escapes. */
export function quoted(name: string): string {
  const shown = name.length > 300 ? `${name.slice(0, 300)}…` : name;
  return `"${shown.replace(unprintable, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)}"`;
}

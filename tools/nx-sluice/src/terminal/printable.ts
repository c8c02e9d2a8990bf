/**
 * What could move the cursor, change colors, begin a new line, turn the direction of writing, or hide: two names that look
 * the same must be the same. The two joiners stay, which emoji and several scripts need, and the selector of an emoji's
 * picture. The console decides alike (apps/client/src/text/visible-text.ts), and does not load this.
 */
const unprintable =
  /(?![\u200c\u200d\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Commit subjects, names and reasons are other people's text: one line of it, with what does not print shown as
 * `\\uXXXX` or `\\u{XXXXX}`, and nothing that the log of a CI system would take for a command.
 */
export function printable(text: string): string {
  return withoutLogCommands(text.replace(unprintable, escaped));
}

/**
 * A log's reader acts on some lines. GitHub: `::error::` at the beginning, after white space too, and `##[error]`
 * anywhere (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs); Azure Pipelines:
 * `##vso[task.setvariable]`; TeamCity: `##teamcity[`. GitLab's `section_start:` needs control characters.
 * @param line may have colors, which are kept.
 */
export function withoutLogCommands(line: string): string {
  return line
    .replace(/^(\s*(?:\u001b\[[0-9;]*m\s*)*):(?=:)/, (_, before: string) => `${before}\\u003a`)
    .replace(/##(?=\w*\[)/g, '#\\u0023');
}

function escaped(character: string): string {
  const hex = character.codePointAt(0)!.toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

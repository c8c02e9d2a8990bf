/** What could move the cursor, change colors, begin a new line or turn the direction of writing. */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/**
 * Commit subjects, names and reasons are other people's text: one line of it, with what does not print shown as
 * `\\uXXXX` and nothing that the log of a CI system would take for a command.
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
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

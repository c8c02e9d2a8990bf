import type { ExecutionStatus } from '@sluice/contract';
import { createColors } from 'picocolors';
import { screenWidth } from './screen';

/** Colors, links and room, for one stream. Where there are none, text stays as it is. */
export type Styles = ReturnType<typeof createColors> & {
  /** Columns that a line may have. */
  width: number;
  /** Whether a link can lie behind a text. */
  hasLinks: boolean;
  link(text: string, url: string | undefined): string;
};

/**
 * Color on a terminal only; NO_COLOR (https://no-color.org) and FORCE_COLOR are asked first. Links
 * (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda) on a terminal in any case, never in a file: a
 * terminal that does not know them shows the text alone.
 * @param stream the one that the text goes to.
 */
export function stylesFor(
  stream: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv = process.env,
): Styles {
  const isForced = env.FORCE_COLOR !== undefined && !['', '0', 'false'].includes(env.FORCE_COLOR);
  const isOff = env.NO_COLOR !== undefined && env.NO_COLOR !== '';
  const isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
  // CI systems give some jobs a terminal that only records what comes.
  const hasLinks = isTerminal && (env.CI === undefined || env.CI === '');
  return {
    ...createColors(!isOff && (isForced || isTerminal)),
    width: screenWidth(stream),
    hasLinks,
    link: (text, url) =>
      hasLinks && url !== undefined && isPlain(url)
        ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`
        : text,
  };
}

/** The URL of a page ends at the first character that could end the sequence that it is in. */
function isPlain(url: string): boolean {
  return /^https:\/\/[\x21-\x7e]+$/.test(url);
}

export function styleOfStatus(styles: Styles, status: ExecutionStatus | undefined): (text: string) => string {
  if (status === 'Succeeded') return styles.green;
  if (status === 'Failed') return styles.red;
  return status === undefined ? styles.dim : styles.yellow;
}

import type { EnvironmentCard } from '@sluice/contract';
import { shortSha } from '@sluice/release';

/** What a badge says of an environment: the commit that is live, and how its newest deployment went. */
export interface Badge {
  label: string;
  text: string;
  color: string;
}

// White text on each of them has a contrast of 4.5:1 at least.
const colors = { green: '#116329', red: '#b31d28', blue: '#0550ae', grey: '#57606a' };

/** Nothing else than this is told to people who are not signed in. */
export function badgeOf({ name, current, live, run, hold }: EnvironmentCard): Badge {
  const commit = live?.commit ?? current?.commit;
  const [state, color] = stateOf(run?.status, current !== undefined);
  const words = [commit === undefined ? undefined : shortSha(commit), state, hold && 'held'];
  return { label: name, text: words.filter(Boolean).join(' · '), color };
}

function stateOf(status: string | undefined, isThere: boolean): [state: string | undefined, color: string] {
  switch (status) {
    case 'InProgress':
    case 'Stopping':
      return ['deploying', colors.blue];
    case 'Failed':
      return ['deployment failed', colors.red];
    case 'Succeeded':
      return ['deployed', colors.green];
    default:
      return isThere ? [undefined, colors.grey] : ['empty', colors.grey];
  }
}

const height = 20;
/** Of a character of 11 px Verdana on average. The text is fitted to what is computed, in whatever font there is. */
const characterWidth = 6.6;

/** One file of its own, without scripts, fonts or links. */
export function badgeSvg({ label, text, color }: Badge): string {
  const [left, right] = [widthOf(label), widthOf(text)];
  const title = escaped(`${label}: ${text}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="${left}" height="${height}" fill="#24292f"/>
<rect x="${left}" width="${right}" height="${height}" fill="${color}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
${textAt(label, 0, left)}
${textAt(text, left, right)}
</g>
</svg>
`;
}

function textAt(text: string, x: number, width: number): string {
  return `<text x="${x + 6}" y="14" textLength="${width - 12}">${escaped(text)}</text>`;
}

function widthOf(text: string): number {
  return Math.round([...text].length * characterWidth) + 12;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Control characters are not allowed in XML 1.0. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

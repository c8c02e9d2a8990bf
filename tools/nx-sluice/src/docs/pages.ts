import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

export const repository = resolve(__dirname, '../../../..');

/** Every file of the repository that git does not ignore, also before its first commit. */
export const files: ReadonlySet<string> = new Set(
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: repository,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== ''),
);

export const folders: ReadonlySet<string> = new Set(
  [...files].flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  }),
);

/** The Markdown pages that people read, relative to the repository. */
export const pages: string[] = [...files].filter((path) => path.endsWith('.md')).sort();

export interface Block {
  /** What stands behind the three backticks, such as `sh aws`. */
  info: string;
  lines: string[];
}

export interface Page {
  path: string;
  /** Without code blocks and comments. */
  prose: string;
  blocks: Block[];
}

export function readPage(path: string): Page {
  const text = readFileSync(join(repository, path), 'utf8').replace(/<!--.*?-->/gs, '');
  const blocks: Block[] = [];
  const prose = text.replace(
    /^( *)```([^\n]*)\n(.*?)^\1```$/gms,
    (_, indent: string, info: string, body: string) => {
      const lines = body.split('\n').map((line) => line.slice(indent.length));
      blocks.push({ info: info.trim(), lines: lines.filter((line) => line.trim() !== '') });
      return '';
    },
  );
  return { path, prose, blocks };
}

/** The text of every code span. */
export function codeSpans({ prose }: Page): string[] {
  return [...prose.matchAll(/(`+)([^`]+)\1/g)].map(([, , code = '']) => code.trim());
}

/** Where links and pictures point to, without those to other hosts. */
export function linkTargets({ prose }: Page): string[] {
  const text = prose.replace(/(`+)[^`]+\1/g, 'code');
  return [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)|(?:src|href)="([^"]+)"|^\[[^\]]+\]:\s*(\S+)/gm)]
    .map(([, inline, html, reference]) => inline ?? html ?? reference ?? '')
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** The anchors that GitHub makes of the headings of a page. */
export function anchors({ prose }: Page): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => slugOf(heading));
  return new Set(
    headings.map((slug) => {
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/&[a-z]+;/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-');
}

/**
 * Why a link of a page leads nowhere; nothing where it is right. GitHub resolves a link relative to the folder of its page.
 */
export function brokenLink(page: Page, target: string): string | undefined {
  const [place = '', anchor] = target.split('#');
  const path = place === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), place));
  const plain = path.replace(/\/$/, '');
  if (!files.has(plain) && !folders.has(plain)) return `${target}: no such file`;
  if (anchor === undefined || !plain.endsWith('.md')) return undefined;
  return anchors(readPage(plain)).has(anchor) ? undefined : `${target}: no such heading`;
}

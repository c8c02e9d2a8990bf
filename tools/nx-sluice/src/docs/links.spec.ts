import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenLink, codeSpans, files, folders, linkTargets, pages, readPage, repository } from './pages';

it.each(pages)('%s links to nothing that is missing', (path) => {
  const page = readPage(path);
  const broken = linkTargets(page)
    .map((target) => brokenLink(page, target))
    .filter((problem) => problem !== undefined);
  expect(broken).toEqual([]);
});

const placeholder = /[<>*…{}$]/;

/** A path from the root of the repository, or the end of the path of a source file. */
function isMissing(span: string): boolean {
  if (/^(apps|libs|tools|docs|aws|findings|bench|\.github|\.ci)\/\S*$/.test(span)) {
    const parts = span.replace(/\/$/, '').split('/');
    const open = parts.findIndex((part) => placeholder.test(part));
    const path = (open < 0 ? parts : parts.slice(0, open)).join('/');
    return !files.has(path) && !folders.has(path);
  }
  if (!/^[\w@.-]+(\/[\w@.-]+)*\.(ts|tsx|cjs|mjs|sh|ya?ml)$/.test(span) || span.startsWith('.')) return false;
  return ![...files].some((path) => path === span || path.endsWith(`/${span}`));
}

it.each(pages)('%s names no file of this repository that is missing', (path) => {
  const spans = codeSpans(readPage(path)).flatMap((span) => span.split(/,? /));
  expect(spans.filter(isMissing)).toEqual([]);
});

it('has a README of at most 150 lines', () => {
  expect(
    readFileSync(join(repository, 'README.md'), 'utf8').trimEnd().split('\n').length,
  ).toBeLessThanOrEqual(150);
});

it('reaches every page below docs from another page', () => {
  const linked = new Set(
    pages.flatMap((path) => {
      const folder = path.split('/').slice(0, -1).join('/');
      const targets = linkTargets(readPage(path)).map((target) => target.split('#')[0] ?? '');
      return targets.filter((target) => target !== '').map((target) => resolveFrom(folder, target));
    }),
  );
  expect(pages.filter((path) => path.startsWith('docs/') && !linked.has(path))).toEqual([]);
});

function resolveFrom(folder: string, target: string): string {
  return new URL(target, `file:///${folder === '' ? '' : `${folder}/`}`).pathname.slice(1);
}

// NOTICE: whose code is inside the compiled files, and under which license.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** What the bundler puts into its output itself; its code is in no module of a package. */
const runtime = 'rolldown';

/** The folder of the package that a file of node_modules belongs to. */
function packageFolder(file) {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  const length = parts[at + 1]?.startsWith('@') ? 3 : 2;
  return parts.slice(0, at + length).join(sep);
}

async function licenseOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = await readdir(folder);
  const file = files.find((entry) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry));
  const readme = files.find((entry) => /^readme\.md$/i.test(entry));
  // Some packages state their license in the README only.
  const text =
    file === undefined
      ? readme && /^## Licen[cs]e\s+([^#]+)/im.exec(await readFile(join(folder, readme), 'utf8'))?.[1]
      : await readFile(join(folder, file), 'utf8');
  if (!text && !license) throw new Error(`${name} is bundled, and does not state its license.`);
  return {
    name: `${name} ${version} (${license})`,
    text: text?.trim() || `The package states the license ${license}, and contains no text of it.`,
  };
}

/** @param modules absolute paths of the modules that were bundled */
export async function noticeOf(workspace, modules) {
  const bundled = modules.map(packageFolder).filter((folder) => folder !== undefined);
  const folders = [...new Set([...bundled, join(workspace, 'node_modules', runtime)])].sort();
  // Many packages have the same text: it is there once, below all their names.
  const namesOf = new Map();
  for (const { name, text } of await Promise.all(folders.map(licenseOf)))
    namesOf.set(text, [...(namesOf.get(text) ?? []), name]);
  const licenses = [...namesOf].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  const intro =
    'nx-sluice is under the license in the file LICENSE. Its compiled files contain code of these packages;\n' +
    'all others are installed as dependencies, with their own licenses.\n';
  return [intro, ...licenses].join(`\n${'-'.repeat(80)}\n\n`);
}

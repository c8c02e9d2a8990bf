import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The top of this repository, absolute. */
export const repositoryRoot = resolve(__dirname, '../../../..');

/** An absolute path in the repository. */
export function inRepository(...names: string[]): string {
  return join(repositoryRoot, ...names);
}

/** The text of one file of the repository. */
export function readText(...names: string[]): string {
  return readFileSync(inRepository(...names), 'utf8');
}

/** The CloudFormation templates, as paths from the root. */
export const templates = readdirSync(inRepository('aws'))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `aws/${name}`);

/** The workflows, as paths from the root. */
export const workflows = readdirSync(inRepository('.github/workflows')).map(
  (name) => `.github/workflows/${name}`,
);

interface SluiceJson {
  app: string;
  environments: Record<string, { tag: string }>;
}

/** sluice.json as it stands. */
export const sluice = JSON.parse(readText('sluice.json')) as SluiceJson;

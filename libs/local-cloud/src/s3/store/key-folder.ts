import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionRecord } from './version-record';
import { nullVersion } from './version-record';

/**
 * A version as its file's name tells it. Names sort by age: `000000000007-<version id>.json` is the record that
 * commits the version, `.data` beside it the bytes. Reads are synchronous: they are tiny, and a listing makes thousands.
 */
export interface VersionEntry {
  sequence: number;
  versionId: string;
  /** `000000000007-<version id>` */
  stem: string;
}

const nameOf = /^((\d{12})-([a-z0-9]+))\.(json|data)$/;

export function newVersionId(): string {
  return Array.from(randomBytes(32), (byte) => (byte % 36).toString(36)).join('');
}

export function stemOf(sequence: number, versionId: string): string {
  return `${String(sequence).padStart(12, '0')}-${versionId}`;
}

export function recordPath(folder: string, { stem }: { stem: string }): string {
  return join(folder, `${stem}.json`);
}

export function dataPath(folder: string, { stem }: { stem: string }): string {
  return join(folder, `${stem}.data`);
}

/** Newest first. */
export function versionEntries(folder: string): VersionEntry[] {
  return newestFirst(filesOf(folder));
}

/** Nothing when the version was removed since its entry was read. */
export function readRecord(folder: string, entry: VersionEntry): VersionRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordPath(folder, entry), 'utf8')) as VersionRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The newest version, be it an object or a delete marker. */
export function newestRecord(folder: string): VersionRecord | undefined {
  for (;;) {
    const newest = versionEntries(folder)[0];
    if (!newest) return undefined;
    const record = readRecord(folder, newest);
    if (record) return record;
  }
}

export function findEntry(folder: string, versionId: string): VersionEntry | undefined {
  return versionEntries(folder).find((entry) => entry.versionId === versionId);
}

/**
 * Removes bytes without a record and null versions that a newer one replaced: what a killed process left behind.
 * Only under the bucket's lock.
 * @returns the highest sequence number that was ever given out and is still to be seen.
 */
export async function sweepKeyFolder(folder: string): Promise<number> {
  const all = filesOf(folder);
  const kept = new Set(newestFirst(all).map((entry) => entry.stem));
  for (const { entry, name } of all) {
    if (!kept.has(entry.stem)) await rm(join(folder, name), { force: true });
  }
  return all.reduce((highest, { entry }) => Math.max(highest, entry.sequence), 0);
}

/** Of several null versions, left by a crash between two steps, only the newest counts. */
function newestFirst(all: readonly VersionFile[]): VersionEntry[] {
  const entries = all
    .filter((file) => file.kind === 'json')
    .map((file) => file.entry)
    .sort((a, b) => b.sequence - a.sequence);
  const newestNull = entries.find((entry) => entry.versionId === nullVersion);
  return entries.filter((entry) => entry.versionId !== nullVersion || entry === newestNull);
}

interface VersionFile {
  name: string;
  kind: string;
  entry: VersionEntry;
}

function filesOf(folder: string): VersionFile[] {
  return namesIn(folder).flatMap((name) => {
    const match = nameOf.exec(name);
    if (!match) return [];
    const [, stem, sequence, versionId, kind] = match as unknown as string[];
    return [{ name, kind: kind!, entry: { stem: stem!, sequence: Number(sequence), versionId: versionId! } }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

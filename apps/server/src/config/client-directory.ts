import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Beside main.js: first as the archive lays it out, then as the workspace builds it. */
const layouts = ['../client/build', '../client'];

/**
 * Finds the folder that holds the built client's index.html.
 *
 * @param named wins over the usual places; it counts only if it holds an index.html too
 * @returns an absolute path, or nothing when no such folder exists
 */
export function findClientDirectory(serverDirectory: string, named?: string): string | undefined {
  const candidates = named ? [resolve(named)] : layouts.map((layout) => resolve(serverDirectory, layout));
  return candidates.find((candidate) => existsSync(resolve(candidate, 'index.html')));
}

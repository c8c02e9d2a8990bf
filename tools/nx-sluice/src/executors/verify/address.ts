import { SluiceError, type VerifySubject } from '@sluice/release';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { provenanceSuffix, subjectOfFile } from './file';

/** Milliseconds until an answer must begin. */
const timeout = 30_000;

/** What the console of Sluice says of itself at /healthz, and what any app may say. */
const identitySchema = z.object({
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullish(),
});

/** Bytes of a provenance; a thousand tasks take 300 KB. */
const mostProvenance = 4 * 2 ** 20;

export function isAddress(named: string): boolean {
  return /^https?:\/\//.test(named);
}

/** Whether an archive is to be downloaded from there. */
export function isArchiveAddress(named: string): boolean {
  return URL.canParse(named) && new URL(named).pathname.endsWith('.zip');
}

/**
 * An archive to download or, at any other address, an app that tells what it runs.
 * @param health path at which the app is asked, if not at the address itself
 */
export async function subjectAtAddress(address: string, health: string): Promise<VerifySubject> {
  if (isArchiveAddress(address)) return archiveAtAddress(address);
  const url = new URL(address);
  const identity = (await identityAt(url)) ?? (await identityAt(new URL(health, url)));
  if (identity === undefined)
    throw new SluiceError(
      'failed',
      `${address} does not tell which archive it runs.`,
      `An app tells it with JSON that has "commit" and "digest", at this address or at ${health}. Otherwise name the environment.`,
    );
  const { commit, digest } = identity;
  return { kind: 'address', name: address, commit, digest: digest ?? undefined };
}

async function identityAt(url: URL): Promise<z.infer<typeof identitySchema> | undefined> {
  const answer = await ask(url);
  const text = answer.ok ? await answer.text() : await answer.body?.cancel();
  try {
    return identitySchema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** With the provenance that lies beside it, if it does. */
export async function archiveAtAddress(address: string): Promise<VerifySubject> {
  const url = new URL(address);
  const answer = await ask(url);
  if (!answer.ok || answer.body === null)
    throw new SluiceError('failed', `${url.href} answered ${answer.status}.`, 'Check the address.');
  const folder = await mkdtemp(join(tmpdir(), 'sluice-verify-'));
  try {
    const path = join(folder, 'archive.zip');
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(path));
    const subject = await subjectOfFile(path, basename(url.pathname));
    const envelope = await provenanceBeside(url);
    return { ...subject, kind: 'address', name: url.href, ...(envelope && { envelope }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing where there is none; a server may answer with a page of its own. */
async function provenanceBeside(archive: URL): Promise<Uint8Array | undefined> {
  const url = new URL(archive);
  url.pathname += provenanceSuffix;
  const answer = await ask(url);
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (answer.ok)
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      // Leaving the loop ends the download.
      if (length > mostProvenance) return undefined;
      chunks.push(chunk);
    }
  const bytes = Buffer.concat(chunks);
  return parsesAsJson(bytes) ? bytes : undefined;
}

function parsesAsJson(bytes: Buffer): boolean {
  try {
    return typeof JSON.parse(bytes.toString()) === 'object';
  } catch {
    return false;
  }
}

async function ask(url: URL): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    throw new SluiceError('failed', `${url.href} cannot be reached.`, 'Check the address and the network.', {
      cause: error,
    });
  }
}

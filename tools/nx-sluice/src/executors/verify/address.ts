import { SluiceError, type ReleaseContext, type VerifySubject } from '@sluice/release';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';

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

type OfFile = (context: ReleaseContext, path: string, name: string) => Promise<VerifySubject>;

/** An archive to download or, at any other address, an app that tells what it runs. */
export async function subjectAtAddress(
  context: ReleaseContext,
  address: string,
  ofFile: OfFile,
): Promise<VerifySubject> {
  const url = new URL(address);
  if (url.pathname.endsWith('.zip')) return downloaded(context, url, ofFile);
  const health = context.settings.start?.health ?? '/healthz';
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

async function downloaded(context: ReleaseContext, url: URL, ofFile: OfFile): Promise<VerifySubject> {
  const answer = await ask(url);
  if (!answer.ok || answer.body === null)
    throw new SluiceError('failed', `${url.href} answered ${answer.status}.`, 'Check the address.');
  const folder = await mkdtemp(join(tmpdir(), 'sluice-verify-'));
  try {
    const path = join(folder, 'archive.zip');
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(path));
    const subject = await ofFile(context, path, basename(url.pathname));
    return { ...subject, kind: 'address', name: url.href };
  } finally {
    await rm(folder, { recursive: true, force: true });
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

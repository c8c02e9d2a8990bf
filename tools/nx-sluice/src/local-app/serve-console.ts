import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBucket, localFolderOf } from '@sluice/composition';
import { GitRepository } from '@sluice/git';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import { SluiceError, type Settings } from '@sluice/release';
import { readCiRun } from '../composition/ci/ci-run';
import { currentActor } from '../composition/actor';
import { openConsoleServer, packagedConsole } from './console-server';
import { accessVariables } from './definitions';
import { freeOr0 } from './ports';
import { newToken, signInAddress, signInVariables } from './sign-in';

export interface ConsoleRequest {
  /** Absolute path of the workspace. */
  root: string;
  apps: readonly Settings[];
  /** What the caller named instead of what sluice.json says. */
  overrides?: { bucket?: string; region?: string };
  /** 0: any free one. */
  port: number;
  /** Ends it. */
  signal: AbortSignal;
  say(line: string): void;
  /** Called once it answers, with the address that signs a browser in. */
  onReady(url: string): void;
}

/**
 * Serves the console on the loopback address until the signal is aborted: of the bucket that is configured, with the
 * credentials that the AWS SDK finds for the caller, or of the local cloud.
 * @throws SluiceError `failed` in a build of the package without the console
 */
export async function serveConsole(request: ConsoleRequest): Promise<void> {
  const { root, port, signal, say, onReady } = request;
  const packaged = packagedConsole(root);
  if (packaged === undefined) {
    throw new SluiceError(
      'failed',
      'This build of nx-sluice does not contain the release console.',
      'In the repository of Sluice, run `npm start`; elsewhere, install the published package.',
    );
  }
  const token = newToken();
  const run = await readCiRun(process.env, root);
  const actor = await currentActor(process.env, new GitRepository(root), run);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-console-'));
  let place: Awaited<ReturnType<typeof placeOf>> | undefined;
  try {
    place = await placeOf(request);
    const console = await openConsoleServer({
      server: packaged.server,
      folder,
      port: await freeOr0(port),
      variables: { ...packaged.variables, ...signInVariables({ token, actor, root }), ...place.variables },
      signal,
      onEvent: (event) => (event.kind === 'output' ? say(event.line) : undefined),
    });
    try {
      onReady(signInAddress(console.url, token));
      if (!signal.aborted)
        await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
    } finally {
      await console.close();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await place?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The variables by which the server finds the bucket. */
async function placeOf({
  root,
  apps,
  overrides: { bucket, region: wished } = {},
}: ConsoleRequest): Promise<{ variables: Record<string, string>; close(): Promise<void> }> {
  const [first] = apps;
  if (first === undefined || first.bucket !== undefined) {
    // The certificates are those of the company's proxy, or of an S3-compatible server.
    const known = /^(AWS_.*|SLUICE_BUCKET|NODE_EXTRA_CA_CERTS)$/;
    const named = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && known.test(entry[0]),
    );
    const variables = {
      ...(Object.fromEntries(named) as Record<string, string>),
      ...(bucket === undefined ? {} : { SLUICE_BUCKET: bucket }),
      ...(wished === undefined ? {} : { AWS_REGION: wished }),
    };
    return { variables, close: () => Promise.resolve() };
  }
  const cloud = await connectLocalCloud({ folder: localFolderOf(first, root) });
  await ensureBucket(cloud, localBucket);
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  return {
    variables: accessVariables({ bucket: localBucket, endpoint, region, accessKeyId, secretAccessKey }),
    close: () => cloud.close(),
  };
}

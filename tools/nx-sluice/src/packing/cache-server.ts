import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Milliseconds. The cache server runs on this machine. */
const timeout = 5_000;

/**
 * Asks the server of `sluice cache`. Not by `fetch`: loading it takes 30 ms, and `node:http` is loaded for the bucket anyway.
 * @param path such as `v1/outcomes`
 * @returns nothing where there is no such server, or where it has no answer
 */
export async function askCacheServer(
  path: string,
  {
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
  }: Readonly<Record<string, string | undefined>>,
): Promise<Buffer | undefined> {
  if (!server) return undefined;
  try {
    const url = new URL(path, server.endsWith('/') ? server : `${server}/`);
    const headers = { authorization: `Bearer ${token ?? ''}` };
    const request = get(url, { headers, signal: AbortSignal.timeout(timeout) });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    if (response.statusCode === 200) return await buffer(response);
    response.destroy();
  } catch {
    // As if there were none.
  }
  return undefined;
}

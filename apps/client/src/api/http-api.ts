import type { EnvironmentView, ReleaseView } from '@sluice/release';
import type { ConsoleApi } from './console-api';
import { Problem } from './problem';

/** Milliseconds after which a silent server counts as gone. */
const patience = 15_000;

/** @param base origin of the server; the page's own when absent */
export function httpApi(base = ''): ConsoleApi {
  return {
    async snapshot(signal) {
      const [environments, releases] = await Promise.all([
        getList<EnvironmentView>(`${base}/api/environments`, signal),
        getList<ReleaseView>(`${base}/api/releases`, signal),
      ]);
      return { environments, releases };
    },
  };
}

async function getList<Item>(url: string, signal: AbortSignal): Promise<Item[]> {
  const { ok, body } = await get(url, signal);
  if (ok && Array.isArray(body)) return body as Item[];
  if (!ok && isProblemBody(body)) throw new Problem(body.error, body.remedy);
  throw new Problem(
    'The server answers in a way that the console does not understand.',
    'See that its address leads to the Sluice server, and reload the page.',
  );
}

/** `body` is nothing when the answer is no JSON. */
async function get(url: string, signal: AbortSignal): Promise<{ ok: boolean; body: unknown }> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    return { ok: response.ok, body: parseJson(await response.text()) };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem('The server does not answer.', 'See that it runs and that the network reaches it.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblemBody(body: unknown): body is { error: string; remedy: string } {
  const { error, remedy } = (body ?? {}) as Record<string, unknown>;
  return typeof error === 'string' && typeof remedy === 'string';
}

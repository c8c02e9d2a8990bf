import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { loopback } from './door/loopback';

export interface HealthCheck {
  port: number;
  /** `/healthz` */
  path: string;
  /** Values that a JSON answer that names any of them must have: `{ digest: '…' }`. */
  expect?: Readonly<Record<string, string>>;
  /** Any answer below 500 will do; values in a JSON answer must be the expected ones still. */
  acceptsAnyAnswer?: boolean;
  timeoutMs: number;
  /** Milliseconds between two questions. */
  intervalMs: number;
  signal: AbortSignal;
}

const answerTimeoutMs = 2000;
const bodyLimit = 64 * 1024;

/** Asks until the answer is 200 and names nothing else than what was expected. Nothing: healthy; else why it is not, at the end of the time. */
export async function untilHealthy(check: HealthCheck): Promise<string | undefined> {
  const deadline = Date.now() + check.timeoutMs;
  let lastAnswer: string | undefined;
  for (;;) {
    const left = deadline - Date.now();
    const problem = await askHealth(check, Math.max(1, Math.min(answerTimeoutMs, left)));
    if (problem === undefined) return undefined;
    // A question that the end of the time cut short tells less than the answer before it.
    if (problem !== noAnswer(check.path) || left >= answerTimeoutMs) lastAnswer = problem;
    if (check.signal.aborted || Date.now() >= deadline) return lastAnswer ?? problem;
    await delay(check.intervalMs, undefined, { signal: check.signal }).catch(() => undefined);
  }
}

async function askHealth(
  { port, path, expect = {}, acceptsAnyAnswer = false, signal }: HealthCheck,
  timeout: number,
): Promise<string | undefined> {
  try {
    const { status, body } = await fetchText(
      port,
      path,
      AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    );
    const answer = fieldsOf(body);
    const isNamed = Object.keys(expect).some((name) => answer[name] !== undefined);
    if (acceptsAnyAnswer && status < 500 && !isNamed) return undefined;
    if (status !== 200) return `GET ${path} answered ${status}`;
    return isNamed ? mismatch(path, answer, expect) : undefined;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED') return `nothing listens on its port`;
    return name === 'AbortError' ? noAnswer(path) : `GET ${path} failed: ${(error as Error).message}`;
  }
}

function noAnswer(path: string): string {
  return `GET ${path} got no response`;
}

/** Of an answer that is a JSON object; servers that know nothing of versions answer anything. */
function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function mismatch(
  path: string,
  answer: Readonly<Record<string, unknown>>,
  expect: Readonly<Record<string, string>>,
): string | undefined {
  const wrong = Object.entries(expect).find(([name, value]) => answer[name] !== value);
  if (wrong === undefined) return undefined;
  const [name, value] = wrong;
  return `GET ${path} returned ${name} ${JSON.stringify(answer[name])}, not ${JSON.stringify(value)}`;
}

function fetchText(
  port: number,
  path: string,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = get({ host: loopback, port, path, signal, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
        if (body.length > bodyLimit) response.destroy(new Error('the response is too long'));
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

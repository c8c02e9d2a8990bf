import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './eventually';

export interface Load {
  /** Waits until one of the clients was answered with `body`: on a busy machine, no client may have come by yet. */
  hears(body: string): Promise<void>;
  /** Stops asking; every answer's body, and everything that went wrong. */
  stop(): Promise<{ answers: string[]; failures: string[] }>;
}

/** Asks `url` all the time from several clients, some on kept connections and some on new ones. */
export function startLoad(url: string): Load {
  const kept = new Agent({ keepAlive: true, maxSockets: 4 });
  const answers: string[] = [];
  const failures: string[] = [];
  let running = true;
  const client = async (path: string, agent: Agent | false) => {
    while (running) {
      await ask(`${url}${path}`, agent).then(
        (body) => answers.push(body),
        (error: Error) => failures.push(`${path}: ${error.message}`),
      );
      await delay(4);
    }
  };
  const clients = [
    client('/', kept),
    client('/', kept),
    client('/', false),
    client('/slow', kept),
    client('/slow', false),
  ];
  return {
    hears: async (body) => {
      await eventually(() => answers.includes(body), `a client that hears "${body}"`);
    },
    stop: async () => {
      running = false;
      await Promise.all(clients);
      kept.destroy();
      return { answers, failures };
    },
  };
}

function ask(url: string, agent: Agent | false): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent }, (response) => {
      let body = '';
      response.on('data', (piece: Buffer) => (body += piece.toString()));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`status ${response.statusCode}`));
      });
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end();
  });
}

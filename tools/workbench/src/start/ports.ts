import { createServer } from 'node:net';
import type { Settings } from '@sluice/release';

/** Where `npm start` listens unless told otherwise; environments follow the console in the order of sluice.json, each app with 20 ports of its own. */
export const defaultPorts = { cloud: 4566, console: 4300 };

/** Ports that each app has for its environments, so that one more of them moves no address of another app. */
const portsOfApp = 20;

/** The wished port of each environment, by the names of app and environment. */
export function environmentPorts(
  first: number,
  apps: readonly Pick<Settings, 'app' | 'environments'>[],
): { app: string; name: string; port: number }[] {
  let begin = first;
  return apps.flatMap(({ app, environments }) => {
    const ports = environments.map(({ name }, index) => ({ app, name, port: begin + index }));
    begin += Math.ceil(environments.length / portsOfApp) * portsOfApp;
    return ports;
  });
}

/** The port that was wished for or, when another program has it, 0 for any free one. */
export function freeOr0(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

/** The same, said where it is another: who goes by the port that they know looks at another program. */
export async function choosePort(
  wished: number,
  whose: string,
  say: (text: string) => void,
): Promise<number> {
  const port = await freeOr0(wished);
  if (port !== wished)
    say(`Port ${wished} is taken by another program; ${whose} gets another one, listed below.`);
  return port;
}

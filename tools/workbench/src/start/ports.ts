import { createServer } from 'node:net';

/** Where `npm start` listens unless told otherwise; environments follow the console in the order of sluice.json. */
export const defaultPorts = { cloud: 4566, console: 4300 };

/** The port that was wished for or, when another program has it, 0 for any free one. */
export function freeOr0(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Settings } from '@sluice/release';
import { z } from 'zod';

/** Where `npm start` listens unless told otherwise; environments follow the console in the order of sluice.json, each app with 20 ports of its own. */
export const defaultPorts = { cloud: 4566, console: 4300 };

/** Ports that each app has for its environments, so that one more of them moves no address of another app. */
const portsOfApp = 20;

export interface EnvironmentPort {
  app: string;
  /** Of the environment. */
  name: string;
  port: number;
}

/**
 * The port of each environment: the one that it had before or, where it is new, the first one free from its place in
 * sluice.json on, so that an environment in the middle moves no address of another.
 * @param first the port of the first environment
 * @param known what {@link readPorts} returned
 */
export function environmentPorts(
  first: number,
  apps: readonly Pick<Settings, 'app' | 'environments'>[],
  known: KnownPorts = {},
): EnvironmentPort[] {
  const taken = new Set(Object.values(known));
  const given = new Set<number>();
  let begin = 0;
  return apps.flatMap(({ app, environments }) => {
    const ports = environments.map(({ name }, index) => {
      let offset = known[keyOf(app, name)];
      if (offset === undefined || given.has(offset)) {
        offset = begin + index;
        while (taken.has(offset)) offset += 1;
      }
      taken.add(offset);
      given.add(offset);
      return { app, name, port: first + offset };
    });
    begin += Math.ceil(environments.length / portsOfApp) * portsOfApp;
    return ports;
  });
}

/** How far the port of each environment, by `<app> <environment>`, is from the first one. */
export type KnownPorts = Readonly<Record<string, number>>;

const keyOf = (app: string, name: string) => `${app} ${name}`;
const fileOf = (folder: string) => join(folder, 'ports.json');
const offsets = z.record(z.string(), z.int().min(0).max(60_000));

/** What is remembered in the local cloud's folder; nothing where that cannot be read, as it only keeps addresses. */
export async function readPorts(folder: string): Promise<KnownPorts> {
  try {
    return offsets.parse(JSON.parse(await readFile(fileOf(folder), 'utf8')));
  } catch {
    return {};
  }
}

/** Remembers these ports beside those of environments that sluice.json has no more, which may come back. */
export async function rememberPorts(
  folder: string,
  first: number,
  ports: readonly EnvironmentPort[],
): Promise<void> {
  const own = ports.map(({ app, name, port }) => [keyOf(app, name), port - first] as const);
  const all = { ...(await readPorts(folder)), ...Object.fromEntries(own) };
  const temporary = `${fileOf(folder)}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(temporary, `${JSON.stringify(all, null, 2)}\n`);
  await rename(temporary, fileOf(folder));
}

/** The port that was wished for or, when another program has it, 0 for any free one. */
export function freeOr0(port: number): Promise<number> {
  if (port > 65_535) return Promise.resolve(0);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

/** The same for several, said in one line where some are others: who goes by a port that they know looks at another program. */
export async function choosePorts<Name extends string>(
  wished: Readonly<Record<Name, number>>,
  say: (text: string) => void,
): Promise<Record<Name, number>> {
  const names = Object.keys(wished) as Name[];
  const found = await Promise.all(names.map(async (name) => [name, await freeOr0(wished[name])] as const));
  const chosen = Object.fromEntries(found) as Record<Name, number>;
  const others = names.filter((name) => chosen[name] !== wished[name]);
  if (others.length > 0) {
    const which = others.map((name) => `${wished[name]} (${name})`).join(', ');
    const [belongs, gets] =
      others.length === 1 ? ['Port', 'another port is used'] : ['Ports', 'other ports are used'];
    say(`${belongs} ${which}: in use by another program; ${gets}, listed below.`);
  }
  return chosen;
}

import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { ConfigurationError } from './configuration-error';
import { isLoopbackAddress } from '../auth/loopback';
import { readSignIn, type SignInSettings } from './sign-in-settings';

type Variables = Readonly<Record<string, string | undefined>>;

/** What this very process is: the archive it was unpacked from, and where it runs. */
export interface Identity {
  /** 40 lowercase hex digits; null when the process was not started by a deployment. */
  commit: string | null;
  digest: string | null;
  environment: string | null;
}

export interface Configuration {
  host: string;
  /** 0: any free port. */
  port: number;
  logLevel: string;
  identity: Identity;
  /** The app that this server belongs to, where a workspace ships several. */
  app?: string;
  /** Absolute path of sluice.json. */
  settingsFile: string;
  /** Absolute path of the built client; absent when there is none. */
  clientDirectory?: string;
  signIn: SignInSettings;
  /** CONSOLE_BADGES as it is: which environments there are is told by sluice.json. */
  badges?: string;
  /** Addresses of environments, as JSON. */
  environmentUrls?: string;
  /** `https://console.example.org`, where browsers see the server; absent: as they say in the Host header. */
  publicOrigin?: string;
  /** Absolute path of a clone of the repository, which can tell what lies between two commits; absent: there is none. */
  workspace?: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Beside main.js: first as the archive lays it out, then as the workspace builds it. */
const layouts = ['../client/build', '../client'];

/**
 * Reads the environment variables; an empty one counts as absent.
 *
 * @param directory the folder of main.js, where sluice.json and the client are looked for
 * @throws ConfigurationError when a variable is invalid
 */
export function readConfiguration(variables: Variables, directory: string): Configuration {
  const read = (name: string) => variables[name]?.trim() || undefined;
  const workspace = read('SLUICE_WORKSPACE');
  const signIn = readSignIn(read);
  return {
    host: parseHost(read('HOST') ?? '127.0.0.1', signIn),
    port: parsePort(read('PORT') ?? '3000'),
    logLevel: parseLogLevel(read('LOG_LEVEL') ?? 'info'),
    identity: {
      commit: read('SLUICE_COMMIT') ?? null,
      digest: read('SLUICE_DIGEST') ?? null,
      environment: read('SLUICE_ENVIRONMENT') ?? null,
    },
    app: read('SLUICE_APP'),
    settingsFile: resolve(read('SLUICE_CONFIG') ?? resolve(directory, 'sluice.json')),
    clientDirectory: findClientDirectory(directory, read('SLUICE_CLIENT_DIR')),
    signIn,
    badges: read('CONSOLE_BADGES'),
    environmentUrls: read('SLUICE_ENVIRONMENT_URLS'),
    publicOrigin: parseOrigin(read('CONSOLE_PUBLIC_URL')),
    workspace: workspace && resolve(workspace),
  };
}

/** Whoever has the token may move everything, and it comes without encryption, so it never leaves this machine. */
function parseHost(host: string, { kind }: SignInSettings): string {
  if (kind !== 'token' || host === 'localhost' || (isIP(host) !== 0 && isLoopbackAddress(host))) return host;
  throw new ConfigurationError(
    `HOST is "${host}", but with CONSOLE_TOKEN the console listens only on this machine.`,
    'Unset HOST, or use a load balancer for sign-in.',
  );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new ConfigurationError(
    `PORT is "${text}", which is not a port.`,
    'Set PORT to a number from 0 to 65535; 0 takes any free port.',
  );
}

function parseLogLevel(text: string): string {
  if (logLevels.includes(text)) return text;
  throw new ConfigurationError(
    `LOG_LEVEL is "${text}", which is not a log level.`,
    `Set LOG_LEVEL to one of ${logLevels.join(', ')}.`,
  );
}

function parseOrigin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.origin;
  throw new ConfigurationError(
    `CONSOLE_PUBLIC_URL is "${text}", which is not a web address.`,
    'Set it to the address that browsers show, such as https://console.example.org.',
  );
}

/**
 * Finds the folder that holds the built client's index.html.
 *
 * @param named wins over the usual places; it counts only if it holds an index.html too
 * @returns an absolute path, or nothing when no such folder exists
 */
function findClientDirectory(serverDirectory: string, named?: string): string | undefined {
  const candidates = named ? [resolve(named)] : layouts.map((layout) => resolve(serverDirectory, layout));
  return candidates.find((candidate) => existsSync(resolve(candidate, 'index.html')));
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Environment, type EnvironmentEvent } from '@sluice/local-cloud';
import { findPackageRoot } from '../cli/package-root';

export interface ConsoleOptions {
  /** Absolute path of the folder with main.js. */
  server: string;
  /** Absolute path of a folder for its state. */
  folder: string;
  /** 0: any free one. */
  port: number;
  /** How it finds the bucket, and how people sign in. */
  variables: Readonly<Record<string, string>>;
  signal: AbortSignal;
  onEvent?(event: EnvironmentEvent): void;
}

/** What the caller may set of the console itself. */
function passedOn(): Record<string, string> {
  const { CONSOLE_BADGES } = process.env;
  return CONSOLE_BADGES === undefined ? {} : { CONSOLE_BADGES };
}

/** Starts the release console, and resolves when it answers. */
export async function openConsoleServer(options: ConsoleOptions): Promise<Environment> {
  const environment = await Environment.open({
    folder: join(options.folder, 'console'),
    onEvent: options.onEvent,
    definition: {
      name: 'console',
      publicPort: options.port,
      healthPath: '/healthz',
      command: (folder) => ({
        file: process.execPath,
        args: [join(folder, 'main.js')],
        // Variables such as AWS_CONFIG_FILE may hold paths relative to where the caller is.
        cwd: process.cwd(),
        env: { ...passedOn(), ...options.variables, SLUICE_ENVIRONMENT: 'console', LOG_LEVEL: 'warn' },
      }),
    },
  });
  try {
    await environment.deploy({ id: 'console', folder: options.server, variables: {} }, options.signal);
    return environment;
  } catch (error) {
    await environment.close();
    throw error;
  }
}

/** The console that comes with the published package. @returns nothing in a build without it */
export function packagedConsole(
  root: string,
): { server: string; variables: Record<string, string> } | undefined {
  const folder = join(findPackageRoot(__dirname), 'console');
  const server = join(folder, 'server');
  if (!existsSync(join(server, 'main.js'))) return undefined;
  return {
    server,
    variables: { SLUICE_CONFIG: join(root, 'sluice.json'), SLUICE_CLIENT_DIR: join(folder, 'client') },
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, EnvironmentEvent } from '@sluice/local-cloud';
import { SluiceError } from '@sluice/release';
import { accessVariables, openConsoleServer, runNx, type Access, type ToolLog } from 'nx-sluice';

/** The release console as the working tree has it, on a port of its own. */
export async function openConsole(options: {
  root: string;
  folder: string;
  port: number;
  access: Access;
  /** Given to its server besides, such as how people sign in. */
  variables: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** Takes what building it prints. */
  log: ToolLog;
  onEvent?(event: EnvironmentEvent): void;
}): Promise<Environment> {
  const built = join(options.root, 'dist/apps/server');
  const { code } = await runNx(['run-many', '-t', 'build', '-p', 'client,server'], options);
  if (code !== 0 || !existsSync(join(built, 'main.js'))) {
    throw new SluiceError(
      'failed',
      `The console could not be built:\n${options.log.tail()}`,
      `Fix what Nx reports, then start again. The complete output is in ${options.log.path}.`,
    );
  }
  return openConsoleServer({
    ...options,
    server: built,
    variables: { ...accessVariables(options.access), ...options.variables },
  });
}

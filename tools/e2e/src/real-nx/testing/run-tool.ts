import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a tool of the machine; resolves to nothing where there is none by that name. */
export async function runTool(program: string, args: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)(program, args)).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

import type { CacheRun } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { Tally } from '@sluice/cache';
import { isUserFacingError, SluiceError } from '@sluice/release';
import { cacheRunLine } from '../../build-cache/cache-run-line';
import type { PreparedBuild } from '../../build-cache/prepare-build';
import { runProgram, withProgramsOf } from '../../build-cache/run-program';
import { type BuildCache, pluginVariables, serveForBuild } from '../../build-cache/serve-for-build';
import { limitYoungGeneration } from '../../composition/young-generation';
import { outletTo } from '../../terminal/outlet';
import { createPrinter, type Printer } from '../../terminal/printer';
import { runCommand } from '../../terminal/run-command';
import type { CacheOptions } from './schema';

/** Runs a command with the cache beside it. What the command prints stays as it is: this one writes to stderr. */
export default async function cache(
  options: CacheOptions,
  context: ExecutorContext,
): Promise<{ success: boolean; exitCode: number }> {
  const { command = [], json } = options;
  const printer = createPrinter({ json, ...(json ? {} : { stdout: outletTo(process.stderr) }) });
  let exitCode = 0;
  const result = await runCommand(printer, context.isVerbose, async () => {
    if (command.length === 0)
      throw new SluiceError(
        'usage',
        'No command to run was given.',
        'Write it behind --, such as: sluice cache -- nx affected -t build',
      );
    // Pieces of entries pass through.
    limitYoungGeneration();
    const { cache, variables } = await serve(options, context, printer);
    try {
      const running = runProgram({
        command,
        cwd: context.cwd,
        env: { ...withProgramsOf(context.root, process.env), ...variables },
        stdio: ['inherit', json ? 2 : 'inherit', 'inherit'],
      });
      const opening = cache?.open().catch((error: unknown) => printer.line(withoutCache(error)));
      [exitCode] = await Promise.all([running, opening]);
    } finally {
      await cache?.close();
    }
    const served = cache?.result;
    const run: CacheRun = { exitCode, ...(served === undefined ? nothing : runOf(served)) };
    printer.done(served === undefined ? 'The command ran without a shared cache.' : cacheRunLine(run), run);
  });
  return result.success ? { success: exitCode === 0, exitCode } : result;
}

/**
 * Without a cache where there is none to be had; why is told. What only reads entries starts at once: what is wrong with
 * the settings is told while the command runs.
 */
async function serve(
  options: CacheOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<{ cache?: BuildCache; variables: Record<string, string> }> {
  let preparing: Promise<PreparedBuild> | undefined;
  const prepare = () =>
    (preparing ??= import('../../build-cache/prepare-build').then(({ prepareBuild }) =>
      prepareBuild(options, context),
    ));
  const prepared = options.readOnly ? undefined : await prepare();
  try {
    if (prepared?.refusal !== undefined) throw prepared.refusal;
    const { root } = context;
    const cache = await serveForBuild({ root, prepare, tell: (message) => printer.line(message) });
    return { cache, variables: { ...cache.variables, ...pluginVariables(prepared) } };
  } catch (error) {
    printer.line(withoutCache(error));
    return { variables: {} };
  }
}

const runOf = ({ access: { reads, ...writing }, summary }: NonNullable<BuildCache['result']>) => ({
  reads: [...reads],
  ...writing,
  ...summary,
});

/** Whatever it is, such as a full disk, the build goes on. */
function withoutCache(error: unknown): string {
  const { message } = error as Error;
  return `There is no shared cache: ${isUserFacingError(error) ? `${message} ${error.remedy}` : `${message}.`}`;
}

const nothing = { reads: [], ...new Tally().summary };

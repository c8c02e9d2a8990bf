import type { CacheRun } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { Tally } from '@sluice/cache';
import { isUserFacingError, requireBucketInCi, SluiceError, type Settings } from '@sluice/release';
import { cacheAccess } from '../../build-cache/cache-access';
import { cacheRunLine } from '../../build-cache/cache-run-line';
import { runProgram, withProgramsOf } from '../../build-cache/run-program';
import { type BuildCache, serveForBuild } from '../../build-cache/serve-for-build';
import { readCiRun } from '../../composition/ci/ci-run';
import { selectedApps } from '../../composition/selected-apps';
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
    const { access, ...served } = await serve(options, context, printer);
    try {
      const running = runProgram({
        command,
        cwd: context.cwd,
        env: { ...withProgramsOf(context.root, process.env), ...served.cache?.variables },
        stdio: ['inherit', json ? 2 : 'inherit', 'inherit'],
      });
      const opening = served.cache?.open().catch((error: unknown) => printer.line(withoutCache(error)));
      [exitCode] = await Promise.all([running, opening]);
    } finally {
      await served.cache?.close();
    }
    const summary = served.cache?.summary;
    const run: CacheRun = { exitCode, ...(summary === undefined ? nothing : { ...access, ...summary }) };
    printer.done(summary === undefined ? 'The command ran without a shared cache.' : cacheRunLine(run), run);
  });
  return result.success ? { success: exitCode === 0, exitCode } : result;
}

/** Without a cache where there is none to be had; why is told. */
async function serve(
  options: CacheOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<{ access: Pick<CacheRun, 'reads' | 'writes'>; cache?: BuildCache }> {
  const { namespace = process.env.SLUICE_CACHE_NAMESPACE || undefined, readOnly } = options;
  const [settings] = (await selectedApps(options, context)) as [Settings, ...Settings[]];
  const run = await readCiRun(process.env, context.root);
  const { reads, ...writing } = cacheAccess({ settings, run, namespace, readOnly });
  const access = { reads: [...reads], ...writing };
  try {
    requireBucketInCi(settings, process.env);
    const cache = await serveForBuild({
      settings,
      root: context.root,
      access,
      producer: { commit: run?.checkedOut?.commit, run: run?.url, actor: run?.actor },
      tell: (message) => printer.line(message),
    });
    return { access, cache };
  } catch (error) {
    printer.line(withoutCache(error));
    return { access };
  }
}

/** Whatever it is, such as a full disk, the build goes on. */
function withoutCache(error: unknown): string {
  const { message } = error as Error;
  return `There is no shared cache: ${isUserFacingError(error) ? `${message} ${error.remedy}` : `${message}.`}`;
}

const nothing = { reads: [], ...new Tally().summary };

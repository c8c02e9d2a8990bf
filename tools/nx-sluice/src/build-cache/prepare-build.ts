import type { ExecutorContext } from '@nx/devkit';
import type { Access, Producer } from '@sluice/cache';
import { requireBucketInCi, type Settings } from '@sluice/release';
import { readCiRun } from '../composition/ci/ci-run';
import { selectedApps } from '../composition/selected-apps';
import type { CacheOptions } from '../executors/cache/schema';
import { cacheAccess } from './cache-access';

export interface PreparedBuild {
  settings: Settings;
  access: Access;
  /** Recorded beside each entry that is stored. */
  producer: Producer;
  /** Where there can be no cache: why. */
  refusal?: unknown;
}

/** What the options, sluice.json and the CI service say of a build. @throws SluiceError for what of these is wrong. */
export async function prepareBuild(
  options: CacheOptions,
  context: Pick<ExecutorContext, 'root' | 'projectName'>,
): Promise<PreparedBuild> {
  const { namespace = process.env.SLUICE_CACHE_NAMESPACE || undefined, readOnly } = options;
  const [settings] = (await selectedApps(options, context)) as [Settings, ...Settings[]];
  const run = await readCiRun(process.env, context.root);
  const access = cacheAccess({ settings, run, namespace, readOnly });
  const producer = { commit: run?.checkedOut?.commit, run: run?.url, actor: run?.actor };
  try {
    requireBucketInCi(settings, process.env);
    return { settings, access, producer };
  } catch (refusal) {
    return { settings, access, producer, refusal };
  }
}

import type { Settings } from '../config/settings';
import { prefixFor } from '../keys';
import { publishedCommits } from '../publish/known-content';
import type { Bucket } from '../ports/bucket';
import { readHold } from '../tags/hold';
import { readArchive, readTag } from '../tags/read-tag';
import { archiveView, taggedArchive, type ReleaseView } from '../views/archive';
import type { EnvironmentView } from '../views/environment';

/** What each environment's tag names now, in the order of promotion. */
export function listEnvironments(bucket: Bucket, settings: Settings): Promise<EnvironmentView[]> {
  const prefix = prefixFor(settings.app);
  return Promise.all(
    settings.environments.map(async ({ name, tag, pipeline }) => {
      const [current, hold] = await Promise.all([
        readTag({ bucket, prefix }, tag),
        readHold(bucket, prefix, tag),
      ]);
      return { name, tag, pipeline, current: current && taggedArchive(current), hold };
    }),
  );
}

/** The archives that were published, newest first. */
export async function listReleases(
  bucket: Bucket,
  settings: Settings,
  { limit = 50 }: { limit?: number } = {},
): Promise<ReleaseView[]> {
  const prefix = prefixFor(settings.app);
  const [environments, commits] = await Promise.all([
    listEnvironments(bucket, settings),
    publishedCommits({ bucket, prefix }),
  ]);
  const archives = await Promise.all(
    commits
      .slice(0, limit)
      .map(async (commit) => ({ commit, stored: await readArchive({ bucket, prefix }, commit) })),
  );
  return archives.flatMap(({ commit, stored }) =>
    stored === undefined
      ? []
      : [
          {
            ...archiveView(stored),
            commit,
            environments: environments
              .filter(({ current }) => current?.commit === commit)
              .map(({ name }) => name),
          },
        ],
  );
}

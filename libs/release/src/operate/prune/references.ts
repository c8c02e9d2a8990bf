import { tagKey } from '../../keys';
import { decodeMetadata } from '../../metadata/metadata';
import type { ObjectVersion } from '../../ports/bucket';
import { mapConcurrently } from '../concurrently';
import type { PruneContext } from './context';

const requestsAtOnce = 8;

/** A page of a tag's versions; more have rarely come to it since it was looked at. */
const versionsAtOnce = 20;

/** What an archive is known by to the versions of tags. */
export interface Identity {
  commit: string;
  digest: string;
  etag: string;
}

/**
 * All that the versions of all tags refer to: by commit, by content, and by ETag, which is what is left of a copy by
 * hand that carries no metadata.
 */
export class References {
  private readonly known = new Set<string>();
  private readonly looked = new Set<string>();

  private constructor(
    private readonly context: PruneContext,
    private readonly keys: readonly string[],
  ) {}

  /** @param versions those of all tags that there ever were, also of those that no environment names any more. */
  static async of(context: PruneContext, versions: readonly ObjectVersion[]): Promise<References> {
    const named = context.settings.environments.map(({ tag }) => tagKey(context.prefix, tag));
    const keys = new Set([tagKey(context.prefix, 'latest'), ...named, ...versions.map(({ key }) => key)]);
    const references = new References(context, [...keys]);
    await references.look(versions);
    return references;
  }

  has({ commit, digest, etag }: Identity): boolean {
    return this.known.has(commit) || this.known.has(digest) || this.known.has(etag);
  }

  /** Looks at what has come to the tags since. */
  async refresh(): Promise<void> {
    await mapConcurrently(this.keys, requestsAtOnce, async (key) => {
      for (let limit = versionsAtOnce; ; limit *= 4) {
        const versions = await this.context.bucket.versions(key, limit);
        await this.look(versions);
        const reachesBack = versions.some((version) => this.looked.has(nameOf(version)));
        if (reachesBack || versions.length < limit) return;
      }
    });
  }

  private async look(versions: readonly ObjectVersion[]): Promise<void> {
    const unseen = versions.filter((version) => !version.isDeleteMarker && !this.looked.has(nameOf(version)));
    await mapConcurrently(unseen, requestsAtOnce, async (version) => {
      const object = await this.context.bucket.head(version.key, version.versionId);
      const { commit, digest } = object === undefined ? {} : decodeMetadata(object);
      for (const name of [commit, digest, version.etag]) if (name) this.known.add(name);
      this.looked.add(nameOf(version));
    });
  }
}

function nameOf({ key, versionId }: ObjectVersion): string {
  return `${key} ${versionId}`;
}

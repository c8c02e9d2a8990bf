import pMap from 'p-map';
import { latestTag, tagKey } from '../../keys';
import { decodeMetadata } from '../../metadata/metadata';
import type { ObjectVersion } from '../../ports/bucket';
import type { PruneContext } from './context';

const requestsAtOnce = 8;

/** A page of a tag's versions; more have rarely come to it since it was looked at. */
const versionsAtOnce = 20;

/** What an archive is known by to the versions of tags. */
export interface Identity {
  commit: string;
  /** Absent where its metadata were not read. */
  digest?: string;
  etag: string;
}

/**
 * All that the versions of all tags refer to: by ETag, by commit and by content. A tag is moved by a copy inside the
 * bucket, and a copy of an object in one part has its ETag, unless the bucket encrypts with a key of KMS
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html). So a version that has the ETag of an archive refers
 * to that archive, and one listing tells it. The metadata of every other version are read.
 */
export class References {
  /** How many requests they took so far. */
  requests = 0;
  private readonly known = new Set<string>();
  private readonly looked = new Set<string>();

  private constructor(
    private readonly context: PruneContext,
    private readonly keys: readonly string[],
  ) {}

  /**
   * @param versions those of all tags that there ever were, also of those that no environment names any more.
   * @param archives those that are there.
   */
  static async of(
    context: PruneContext,
    versions: readonly ObjectVersion[],
    archives: readonly { etag: string }[],
  ): Promise<References> {
    const named = context.settings.environments.map(({ tag }) => tagKey(context.prefix, tag));
    const keys = new Set([tagKey(context.prefix, latestTag), ...named, ...versions.map(({ key }) => key)]);
    const references = new References(context, [...keys]);
    const etags = new Set(archives.map(({ etag }) => etag));
    for (const version of versions)
      if (etags.has(version.etag) && !version.isDeleteMarker) references.note(version);
    await references.look(versions);
    return references;
  }

  has({ commit, digest, etag }: Identity): boolean {
    return [commit, digest, etag].some((name) => name !== undefined && this.known.has(name));
  }

  /** Looks at what has come to the tags since. */
  async refresh(): Promise<void> {
    await pMap(
      this.keys,
      async (key) => {
        for (let limit = versionsAtOnce; ; limit *= 4) {
          this.requests += 1;
          const versions = await this.context.bucket.versions(key, limit);
          const reachesBack = versions.some((version) => this.looked.has(nameOf(version)));
          await this.look(versions);
          if (reachesBack || versions.length < limit) return;
        }
      },
      { concurrency: requestsAtOnce },
    );
  }

  private note(version: ObjectVersion, ...names: (string | undefined)[]): void {
    for (const name of [version.etag, ...names]) if (name) this.known.add(name);
    this.looked.add(nameOf(version));
  }

  private async look(versions: readonly ObjectVersion[]): Promise<void> {
    const unseen = versions.filter((version) => !version.isDeleteMarker && !this.looked.has(nameOf(version)));
    await pMap(
      unseen,
      async (version) => {
        this.requests += 1;
        const object = await this.context.bucket.head(version.key, version.versionId);
        const { commit, digest } = object === undefined ? {} : decodeMetadata(object);
        this.note(version, commit, digest);
      },
      { concurrency: requestsAtOnce },
    );
  }
}

function nameOf({ key, versionId }: ObjectVersion): string {
  return `${key} ${versionId}`;
}

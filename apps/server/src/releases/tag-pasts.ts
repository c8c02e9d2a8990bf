import { decodeMetadata, tagKey, type Bucket, type Settings } from '@sluice/release';
import type { Background } from './background';

/** Versions of a tag that are looked at: one HEAD for each, once. */
const versionsToRead = 2_000;

/** Which commits were on which tag, from the versions of the tags' objects, read in the background. */
export class TagHistories {
  /** Commit by version id, for each tag. */
  private readonly commits = new Map<string, Map<string, string | undefined>>();
  private reading: Promise<void> | undefined;

  constructor(
    /** Its version lists are remembered for a while. */
    private readonly listing: Bucket,
    private readonly bucket: Bucket,
    private readonly settings: Settings,
    private readonly prefix: string,
    private readonly background: Background,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Reads what came to the tags since the last time; nobody need wait for it. */
  refresh(): Promise<void> {
    this.reading ??= this.read()
      .catch(this.onFailure)
      .finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** Environments whose tag named this commit at some time, now included. */
  environmentsOf(commit: string): string[] {
    return this.settings.environments
      .filter(({ tag }) => [...(this.commits.get(tag)?.values() ?? [])].includes(commit))
      .map(({ name }) => name);
  }

  /** The versions of a tag that named this commit. */
  versionsOf(tag: string, commit: string): Set<string> {
    const versions = [...(this.commits.get(tag) ?? [])].filter(([, named]) => named === commit);
    return new Set(versions.map(([versionId]) => versionId));
  }

  /** How many versions were read. */
  get known(): number {
    return [...this.commits.values()].reduce((sum, versions) => sum + versions.size, 0);
  }

  private async read(): Promise<void> {
    const missing: { tag: string; versionId: string }[] = [];
    for (const tag of new Set(this.settings.environments.map((environment) => environment.tag))) {
      const known = this.commits.get(tag) ?? new Map<string, string | undefined>();
      this.commits.set(tag, known);
      const versions = await this.listing.versions(tagKey(this.prefix, tag), versionsToRead);
      const listed = new Set(versions.map(({ versionId }) => versionId));
      for (const versionId of known.keys()) if (!listed.has(versionId)) known.delete(versionId);
      for (const { versionId, isDeleteMarker } of versions) {
        if (versionId !== undefined && !isDeleteMarker && !known.has(versionId))
          missing.push({ tag, versionId });
      }
    }
    await this.background.each(missing, async ({ tag, versionId }) => {
      const object = await this.bucket.head(tagKey(this.prefix, tag), versionId);
      this.commits.get(tag)?.set(versionId, object && decodeMetadata(object).commit);
    });
  }
}

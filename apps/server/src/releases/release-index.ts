import type { ArchiveView } from '@sluice/contract';
import type { Bucket } from '@sluice/release';
import { archiveView, decodeMetadata, listArchives, type ListedArchive } from '@sluice/release';
import type { Background } from './background';

/** What is known of an archive: from the listing always, from its metadata as soon as they were read. */
export interface IndexedArchive extends ListedArchive {
  view?: ArchiveView;
}

/** Archives whose metadata are kept, some 500 bytes each; older ones are read when they are looked at. */
const mostKept = 50_000;

/**
 * The published archives by their metadata, which S3 does not list: one HEAD for each, in the background. An archive
 * never changes, so it is read once for as long as it is listed with the same ETag.
 */
export class ReleaseIndex {
  private archives: IndexedArchive[] = [];
  private views = new Map<string, { etag: string; view: ArchiveView }>();
  private filling: Promise<void> | undefined;

  constructor(
    /** Its listing is remembered for a while, so that this may be asked often. */
    private readonly listing: Bucket,
    private readonly bucket: Bucket,
    private readonly prefix: string,
    private readonly background: Background,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** The archives there are now, the newest upload first. Their metadata follow in the background. */
  async list(): Promise<readonly IndexedArchive[]> {
    const listed = await listArchives({ bucket: this.listing, prefix: this.prefix });
    const kept = new Set(listed.slice(0, mostKept).map(({ commit }) => commit));
    for (const commit of this.views.keys()) if (!kept.has(commit)) this.views.delete(commit);
    this.archives = listed.map((archive) => ({ ...archive, view: this.viewOf(archive) }));
    this.filling ??= this.fill(this.archives.slice(0, mostKept))
      .catch(this.onFailure)
      .finally(() => (this.filling = undefined));
    return this.archives;
  }

  /** The archives as they were listed last; none before the first listing. */
  get latest(): readonly IndexedArchive[] {
    return this.archives;
  }

  /** The commits with this content, the newest upload first; those whose metadata were not read yet are missing. */
  withContent(digest: string, most: number): string[] {
    const found: string[] = [];
    for (const { commit, etag } of this.archives) {
      if (found.length === most) break;
      const known = this.views.get(commit);
      if (known?.etag === etag && known.view.digest === digest) found.push(commit);
    }
    return found;
  }

  /** How many archives were read, of those that were listed last. */
  get indexed(): number {
    return this.views.size;
  }

  /** Reads these at once, because someone waits for them. One that is gone in the meantime stays without a view. */
  read(archives: readonly IndexedArchive[]): Promise<IndexedArchive[]> {
    return this.background.first(() =>
      Promise.all(archives.map(async (archive) => ({ ...archive, view: await this.load(archive) }))),
    );
  }

  private fill(archives: readonly IndexedArchive[]): Promise<void> {
    const missing = archives.filter((archive) => this.viewOf(archive) === undefined);
    return this.background.each(missing, async (archive) => {
      await this.load(archive);
    });
  }

  private viewOf({ commit, etag }: ListedArchive): ArchiveView | undefined {
    const known = this.views.get(commit);
    return known?.etag === etag ? known.view : undefined;
  }

  private async load(archive: ListedArchive): Promise<ArchiveView | undefined> {
    const known = this.viewOf(archive);
    if (known !== undefined) return known;
    const object = await this.bucket.head(archive.key);
    if (object === undefined) return undefined;
    const view = archiveView({ object, metadata: decodeMetadata(object) });
    if (object.etag === archive.etag) this.views.set(archive.commit, { etag: archive.etag, view });
    return view;
  }
}

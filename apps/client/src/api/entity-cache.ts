/** Answers of which the view may ask again soon; a browser's own cache would have to be told by the server. */
const limit = 30;

interface Entity {
  etag: string;
  body: unknown;
}

/** The last answers by address with their entity tags, so that an unchanged one is not sent again. */
export class EntityCache {
  private readonly entities = new Map<string, Entity>();

  get(url: string): Entity | undefined {
    return this.entities.get(url);
  }

  keep(url: string, etag: string | null, body: unknown): void {
    this.entities.delete(url);
    if (etag === null) return;
    this.entities.set(url, { etag, body });
    const [oldest] = this.entities.keys();
    if (this.entities.size > limit && oldest !== undefined) this.entities.delete(oldest);
  }
}

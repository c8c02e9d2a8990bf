import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sweep, writeDurably } from './disk/durable';
import { isDiskFull } from './disk/full';
import { withLock } from './disk/lock';
import { ownerIsAlive, thisOwner } from './disk/owner';
import type { Credentials } from './http/authentication';
import { provesIdentity } from './http/identity';
import { LocalCloudError } from './local-cloud-error';

/** Who serves a folder, for other processes to find. */
interface Announcement {
  endpoint: string;
  owner: string;
}

/** The parts of a cloud's folder that belong to no service: its key, and which server holds it. */
export class CloudFolder {
  readonly path: string;
  private readonly temporary: string;
  private readonly announcementPath: string;

  private constructor(
    path: string,
    readonly credentials: Credentials,
  ) {
    this.path = path;
    this.temporary = join(path, 'tmp');
    this.announcementPath = join(path, 'server.json');
  }

  /**
   * Makes the folder when there is none, and clears away what killed processes left unfinished.
   * @throws LocalCloudError when the folder cannot be used.
   */
  static async open(folder: string): Promise<CloudFolder> {
    const path = resolve(folder);
    try {
      for (const name of ['tmp', 'locks']) mkdirSync(join(path, name), { recursive: true });
      const credentials = await withLock(join(path, 'locks', 'credentials.lock'), () =>
        readOrCreateKey(path),
      );
      await sweep(join(path, 'tmp'));
      return new CloudFolder(path, credentials);
    } catch (cause) {
      if (cause instanceof LocalCloudError) throw cause;
      throw new LocalCloudError(
        `The local cloud's folder ${path} cannot be used: ${(cause as Error).message}.`,
        isDiskFull(cause)
          ? 'Free disk space, then run the command again.'
          : 'Use a writable folder on a local disk.',
        { cause },
      );
    }
  }

  /** The endpoint of a server that holds this folder, runs, and proves it. */
  async findServer(): Promise<string | undefined> {
    const announcement = this.readAnnouncement();
    if (!announcement || !ownerIsAlive(announcement.owner)) return undefined;
    return (await provesIdentity(announcement.endpoint, this.credentials))
      ? announcement.endpoint
      : undefined;
  }

  /** Lets other processes find this server, unless they find another one already. Undo it with the result. */
  async announce(endpoint: string): Promise<() => Promise<void>> {
    const other = await this.findServer();
    // Its own endpoint stands there when a predecessor on this port was killed: that announcement dies with it.
    if (other !== undefined && other !== endpoint) return async () => undefined;
    const text = JSON.stringify({ endpoint, owner: thisOwner } satisfies Announcement);
    await writeDurably(this.announcementPath, text, this.temporary);
    return async () => {
      if (this.readAnnouncement()?.endpoint === endpoint) await rm(this.announcementPath, { force: true });
    };
  }

  private readAnnouncement(): Announcement | undefined {
    try {
      return JSON.parse(readFileSync(this.announcementPath, 'utf8')) as Announcement;
    } catch {
      return undefined;
    }
  }
}

async function readOrCreateKey(folder: string): Promise<Credentials> {
  const path = join(folder, 'credentials.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const created: Credentials = {
      accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase().slice(0, 15)}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
    };
    await writeDurably(path, JSON.stringify(created), join(folder, 'tmp'), { mode: 0o600 });
    return created;
  }
  return parseKey(path, text);
}

function parseKey(path: string, text: string): Credentials {
  try {
    const { accessKeyId, secretAccessKey } = JSON.parse(text) as Partial<Credentials>;
    if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string') {
      return { accessKeyId, secretAccessKey };
    }
  } catch {
    // Told below.
  }
  throw new LocalCloudError(
    `The file ${path} does not contain an access key.`,
    'Delete that file; the next command makes a new key.',
  );
}

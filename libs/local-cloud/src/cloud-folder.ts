import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
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

/** 128 bits, which nobody guesses: only whoever is told it finds the server of that name. It is part of a path. */
const secretName = /^[0-9a-f]{32}$/;

/** The parts of a cloud's folder that belong to no service: its key, and which server holds it. */
export class CloudFolder {
  readonly path: string;
  private readonly temporary: string;
  private readonly announcementPath: string;
  private readonly namedAnnouncements: string;

  private constructor(
    path: string,
    readonly credentials: Credentials,
  ) {
    this.path = path;
    this.temporary = join(path, 'tmp');
    this.announcementPath = join(path, 'server.json');
    this.namedAnnouncements = join(path, 'servers');
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

  /**
   * The endpoint of a server that holds this folder, runs, and proves it.
   * @param name that it was announced under with {@link announceAs}; absent: the one that everybody finds.
   */
  async findServer(name?: string): Promise<string | undefined> {
    if (name !== undefined && !secretName.test(name)) return undefined;
    const announcement = this.readAnnouncement(
      name === undefined ? this.announcementPath : this.pathOf(name),
    );
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
      if (this.readAnnouncement(this.announcementPath)?.endpoint === endpoint)
        await rm(this.announcementPath, { force: true });
    };
  }

  /** Lets only those find this server that are told the name. Undo it with the result. Also clears away what killed ones left. */
  async announceAs(name: string, endpoint: string): Promise<() => Promise<void>> {
    mkdirSync(this.namedAnnouncements, { recursive: true });
    for (const file of readdirSync(this.namedAnnouncements)) {
      const path = join(this.namedAnnouncements, file);
      if (!ownerIsAlive(this.readAnnouncement(path)?.owner ?? '')) await rm(path, { force: true });
    }
    const path = this.pathOf(name);
    const text = JSON.stringify({ endpoint, owner: thisOwner } satisfies Announcement);
    await writeDurably(path, text, this.temporary, { mode: 0o600 });
    return () => rm(path, { force: true });
  }

  private pathOf(name: string): string {
    return join(this.namedAnnouncements, `${name}.json`);
  }

  private readAnnouncement(path: string): Announcement | undefined {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Announcement;
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

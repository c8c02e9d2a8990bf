import { CloudFolder } from './cloud-folder';
import { FaultPlan } from './faults/fault-plan';
import type { Credentials } from './http/authentication';
import type { RunningServer } from './http/server';
import { startServer } from './http/server';
import type { Service } from './http/service';
import { LocalCloudError } from './local-cloud-error';
import { createS3Service } from './s3/service';
import { ObjectStore } from './s3/store/object-store';

export interface LocalCloud {
  /** `http://127.0.0.1:40123`, for `AWS_ENDPOINT_URL` or a client's `endpoint`; S3 in path style. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Absolute path. */
  folder: string;
  /** The same objects without HTTP. It sees what other processes write, too. */
  store: ObjectStore;
  /** Ends what this call started; a server that was found running continues. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Where everything is kept; made when absent. */
  folder: string;
  /** Default: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /** What goes wrong, for tests. */
  faults?: FaultPlan;
  /** Further keys that are accepted; what each may do is for a service to say that is asked before S3. */
  keys?: readonly Credentials[];
  /** Services beside S3, asked first. */
  services?: (parts: { store: ObjectStore; folder: string; region: string }) => Service[];
  /** Whether {@link connectLocalCloud} of other processes may find this server. Default true. */
  announce?: boolean;
}

/** The one region there is. Requests signed for other regions are answered anyway. */
export const localRegion = 'us-east-1';

/**
 * Serves a folder on a loopback port until it is closed.
 * @throws LocalCloudError when the folder or the port cannot be used.
 */
export async function openLocalCloud(options: OpenOptions): Promise<LocalCloud> {
  const { port = 0, host = '127.0.0.1', faults = new FaultPlan(), announce = true, keys } = options;
  const folder = await CloudFolder.open(options.folder);
  const store = new ObjectStore(folder.path);
  // A short command leaves that to the next server: it looks at every key.
  if (announce) await store.sweep();
  const beside = options.services?.({ store, folder: folder.path, region: localRegion }) ?? [];
  const services = [...beside, createS3Service(store)];
  const closeServices = async (): Promise<void> => {
    for (const service of beside) await service.close?.();
  };
  let server: RunningServer;
  try {
    server = await startServer({ host, port, services, faults, keys, credentials: folder.credentials });
  } catch (cause) {
    await closeServices();
    throw unusablePort(host, port, cause as NodeJS.ErrnoException);
  }
  const withdraw = announce ? await folder.announce(server.endpoint) : async () => undefined;
  return {
    ...described(folder, server.endpoint, store),
    close: async () => {
      await withdraw();
      await closeServices();
      await server.close();
    },
  };
}

export interface ConnectOptions {
  /** Where everything is kept; made when absent. */
  folder: string;
  /** Name under which another process may have announced its server. Anything but such a name is as if absent. */
  announcedAs?: string;
  /** Announces the server that this call starts to those who know this name: 32 random lower-case hexadecimal digits. */
  announceAs?: string;
}

/**
 * The cloud of a folder, for a short command: the server that holds the folder when one runs, else the one that is announced
 * under the name, else one of its own on an ephemeral port. Any number of processes may do so at a time.
 * @throws LocalCloudError when the folder cannot be used.
 */
export async function connectLocalCloud(options: ConnectOptions): Promise<LocalCloud> {
  const { announcedAs, announceAs } = options;
  const folder = await CloudFolder.open(options.folder);
  const found =
    (await folder.findServer()) ??
    (announcedAs === undefined ? undefined : await folder.findServer(announcedAs));
  if (found !== undefined)
    return { ...described(folder, found, new ObjectStore(folder.path)), close: async () => undefined };
  const cloud = await openLocalCloud({ folder: options.folder, announce: false });
  if (announceAs === undefined) return cloud;
  // Who does not find it starts one of its own.
  const withdraw = await folder.announceAs(announceAs, cloud.endpoint).catch(() => undefined);
  return {
    ...cloud,
    close: async () => {
      await withdraw?.();
      await cloud.close();
    },
  };
}

/** Makes sure that a bucket exists and keeps every version. */
export async function ensureBucket({ store }: { store: ObjectStore }, name: string): Promise<void> {
  const { buckets } = store;
  if (!buckets.list().some((bucket) => bucket.name === name)) {
    await buckets.create(name).catch((error: { code?: string }) => {
      if (error.code !== 'BucketAlreadyOwnedByYou') throw error;
    });
  }
  if (buckets.read(name).versioning !== 'Enabled') await buckets.setVersioning(name, 'Enabled');
}

function described(folder: CloudFolder, endpoint: string, store: ObjectStore): Omit<LocalCloud, 'close'> {
  return { endpoint, region: localRegion, ...folder.credentials, folder: folder.path, store };
}

function unusablePort(host: string, port: number, cause: NodeJS.ErrnoException): LocalCloudError {
  const why = cause.code === 'EADDRINUSE' ? 'another program uses this port' : cause.message;
  return new LocalCloudError(
    `The local cloud cannot listen on ${host}:${port}: ${why}.`,
    'Use another port, or omit it for any free one.',
    { cause },
  );
}

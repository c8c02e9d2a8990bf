import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../../../..');

/**
 * A package registry that has nx-sluice as it was packed just now, and sends whoever asks for anything else to the
 * registry that npm is configured with. `nx add` takes no path of a file, so there is no way around one.
 */
export class Registry {
  private readonly server: Server;
  url = '';

  /** @param folder where the packed file is put */
  constructor(folder: string) {
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const output = execFileSync('npm', pack, { cwd: join(repository, 'dist/nx-sluice'), encoding: 'utf8' });
    const [{ filename }] = JSON.parse(output) as [{ filename: string }];
    const tarball = readFileSync(join(folder, filename));
    const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
    const packument = () => JSON.stringify(packumentOf(tarball, `${this.url}/-/${filename}`));
    this.server = createServer(({ url = '/' }, response) => {
      if (url === '/nx-sluice') response.setHeader('content-type', 'application/json').end(packument());
      else if (url === `/-/${filename}`) response.end(tarball);
      else response.writeHead(302, { location: new URL(url.slice(1), upstream).href }).end();
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((started) => this.server.listen(0, '127.0.0.1', started));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((stopped) => this.server.close(stopped));
  }
}

/** https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
function packumentOf(tarball: Buffer, address: string): object {
  const manifest = JSON.parse(readFileSync(join(repository, 'dist/nx-sluice/package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const shasum = createHash('sha1').update(tarball).digest('hex');
  const version = { ...manifest, dist: { tarball: address, integrity, shasum } };
  return {
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: version },
  };
}

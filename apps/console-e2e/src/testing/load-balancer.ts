import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const albArn =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/console/50dc6c495c0c9188';
const issuer = 'https://sign-in.example.org';
const client = 'console';
const kid = '6f1c1a0e-0000-4000-8000-000000000000';

/** Milliseconds that a sign-in counts: for a whole run of the tests, as the browser sends the same one each time. */
const lifetime = 60 * 60_000;

/** An Application Load Balancer, as far as a server behind it can tell: it signs who people are. */
export class LoadBalancer {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  /** @param folder for a file of a few lines */
  static async open(folder: string): Promise<LoadBalancer> {
    const server = createServer();
    const balancer = new LoadBalancer(server, folder);
    server.on('request', (request, response) => {
      const isKey = request.url === `/${kid}`;
      response.writeHead(isKey ? 200 : 404);
      response.end(isKey ? balancer.keys.publicKey.export({ type: 'spki', format: 'pem' }) : '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return balancer;
  }

  /** By which the server knows whom to believe. */
  get variables(): Record<string, string> {
    return { CONSOLE_ALB_ARN: albArn, CONSOLE_OIDC_ISSUER: issuer, CONSOLE_OIDC_CLIENT_ID: client };
  }

  /** A script that leads the server's process to this load balancer's public keys instead of to those at AWS. */
  writePreload(): string {
    const { port } = this.server.address() as AddressInfo;
    const file = join(this.folder, 'public-keys-of-the-test.cjs');
    writeFileSync(
      file,
      `const { fetch } = globalThis;
globalThis.fetch = (address, ...rest) => {
  const { hostname, pathname } = new URL(address);
  if (hostname !== 'public-keys.auth.elb.us-east-1.amazonaws.com') return fetch(address, ...rest);
  return fetch('http://127.0.0.1:${port}' + pathname, ...rest);
};
`,
    );
    return file;
  }

  /** The header that it adds to every request of someone it signed in. */
  headersOf(email: string): Record<string, string> {
    const exp = Math.floor((Date.now() + lifetime) / 1000);
    const header = { alg: 'ES256', typ: 'JWT', kid, signer: albArn, iss: issuer, client, exp };
    const payload = { sub: email, email, email_verified: true, iss: issuer, exp };
    const signed = [header, payload].map((part) => encoded(Buffer.from(JSON.stringify(part)))).join('.');
    const key = { key: this.keys.privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return { 'x-amzn-oidc-data': `${signed}.${encoded(sign('sha256', Buffer.from(signed), key))}` };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** base64url with the padding that a load balancer leaves. */
function encoded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/\+/g, '-').replace(/\//g, '_');
}

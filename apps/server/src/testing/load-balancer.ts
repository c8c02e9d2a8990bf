import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoadBalancer } from '../auth/load-balancer-sign-in';

const seconds = () => Math.floor(Date.now() / 1000);

/** What an Application Load Balancer does for a sign-in: signs what it knows of a person, and publishes its key. */
export class TestLoadBalancer {
  readonly settings: LoadBalancer = {
    albArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/console/50dc6c495c0c9188',
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_example',
    clientId: '3n4b5urk1ft4fl3mg5e62d9ado',
    trustsEmail: false,
  };
  keyRequests = 0;
  /** What is answered in the place of a key. */
  outage?: { status: number; body?: string };
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  private readonly kid = randomUUID();

  private constructor(private readonly server: Server) {}

  static async open(): Promise<TestLoadBalancer> {
    const server = createServer();
    const balancer = new TestLoadBalancer(server);
    server.on('request', (request, response) => {
      balancer.keyRequests += 1;
      if (balancer.outage) return response.writeHead(balancer.outage.status).end(balancer.outage.body);
      if (request.url !== `/${balancer.kid}`) return response.writeHead(404).end();
      return response.end(balancer.keys.publicKey.export({ type: 'spki', format: 'pem' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  /** Where its public keys are. */
  get keysAddress(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** As the load balancer writes it, with the padding that it leaves in its base64url. */
  token(
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
    key: KeyObject = this.keys.privateKey,
  ): string {
    const { albArn: signer, issuer: iss, clientId: client } = this.settings;
    const exp = seconds() + 120;
    const head = { alg: 'ES256', typ: 'JWT', kid: this.kid, signer, iss, client, exp, ...header };
    const body = { sub: '9b1d', email: 'amy@example.org', email_verified: 'true', iss, exp, ...claims };
    const signed = [head, body].map((part) => padded(Buffer.from(JSON.stringify(part)))).join('.');
    return `${signed}.${padded(sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }))}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function padded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/\+/g, '-').replace(/\//g, '_');
}

import type { Fetcher } from 'aws-jwt-verify/https';
import { createPublicKey } from 'node:crypto';
import { ConfigurationError } from '../config/configuration-error';

/** No load balancer has such a key: someone made it up. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
}

/** Whether there is such a key cannot be told now. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** Milliseconds until a key that was not there is asked for again; a new one may take a while to be published. */
const unknownFor = 30_000;

/** Keys that are remembered as not there. */
const mostUnknown = 100;

/** Milliseconds. */
const timeoutMs = 3_000;

/**
 * Where the load balancers of a region publish their keys, each under its id
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html, and for
 * GovCloud https://github.com/awslabs/aws-jwt-verify#verifying-user-claims-jwts-from-application-load-balancers).
 *
 * @throws ConfigurationError when the ARN is none of a load balancer, or of a partition whose address is not known
 */
export function keysAddress(albArn: string): string {
  const [, partition, region] = /^arn:([\w-]+):elasticloadbalancing:([\w-]+):/.exec(albArn) ?? [];
  if (partition === undefined) throw noLoadBalancer(albArn);
  if (partition === 'aws') return `https://public-keys.auth.elb.${region}.amazonaws.com`;
  if (partition === 'aws-us-gov') {
    return `https://s3-${region}.amazonaws.com/aws-elb-public-keys-prod-${region}`;
  }
  throw new ConfigurationError(
    `CONSOLE_ALB_ARN is "${albArn}", and the address of the public keys in the partition ${partition} is unknown.`,
    'Use a load balancer in the partition aws or aws-us-gov.',
  );
}

export function noLoadBalancer(albArn: string, options?: ErrorOptions): ConfigurationError {
  return new ConfigurationError(
    `CONSOLE_ALB_ARN is "${albArn}", which is not the ARN of a load balancer.`,
    'Set it to the ARN of the load balancer that authenticates users.',
    options,
  );
}

/** Reads public keys, and remembers for a while which ones are not there. */
export class PublicKeys implements Fetcher {
  private readonly unknown = new Map<string, number>();

  /** @param now milliseconds since any fixed moment */
  constructor(private readonly now: () => number = Date.now) {}

  /**
   * @returns the bytes of a key in PEM
   * @throws UnknownKeyError, KeysUnavailableError
   */
  async fetch(url: string): Promise<ArrayBuffer> {
    const until = this.unknown.get(url);
    if (until !== undefined && this.now() < until) throw new UnknownKeyError('The key does not exist.');
    // One more time, since a connection may break.
    const { status, body } = await read(url).catch(() => read(url));
    // S3, which serves them, answers 403 to who may not list what there is.
    if (status === 403 || status === 404) {
      this.remember(url);
      throw new UnknownKeyError('The key does not exist.');
    }
    if (status !== 200) throw new KeysUnavailableError(`The response status was ${status}.`);
    try {
      createPublicKey(Buffer.from(body));
    } catch (cause) {
      throw new KeysUnavailableError('The response is not a key.', { cause });
    }
    return body;
  }

  private remember(url: string): void {
    this.unknown.delete(url);
    this.unknown.set(url, this.now() + unknownFor);
    const [oldest] = this.unknown.keys();
    if (this.unknown.size > mostUnknown && oldest !== undefined) this.unknown.delete(oldest);
  }
}

async function read(url: string): Promise<{ status: number; body: ArrayBuffer }> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    return { status: answer.status, body: await answer.arrayBuffer() };
  } catch (cause) {
    throw new KeysUnavailableError('There was no response.', { cause });
  }
}

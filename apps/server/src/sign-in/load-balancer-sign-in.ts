import { AlbJwtVerifier } from 'aws-jwt-verify';
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache';
import { FetchError, NonRetryableFetchError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import type { FastifyRequest } from 'fastify';
import { ConfigurationError } from '../config/configuration-error';
import { Refusal } from '../http/refusal';
import type { Person } from './person';
import { allows, type Claims, type Promoter } from './promoters';
import type { SignIn } from './sign-in';

export interface LoadBalancer {
  /** The load balancer whose signature counts. */
  albArn: string;
  issuer: string;
  clientId: string;
}

/** Where the load balancer's public keys are, when not at AWS: for tests. */
export interface KeySource {
  url: string;
  fetcher: Fetcher;
}

/** In the words of OpenID Connect; `username` is Cognito's. */
interface TokenPayload {
  sub?: unknown;
  username?: unknown;
  email?: unknown;
  /** Cognito says it as text. */
  email_verified?: unknown;
}

const header = 'x-amzn-oidc-data';

/**
 * Verifies what an Application Load Balancer says of the person that it signed in: signature, load balancer, issuer,
 * client and expiry
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html).
 */
export class LoadBalancerSignIn implements SignIn {
  private readonly verify: (token: string) => Promise<unknown>;

  /** @throws ConfigurationError when the ARN is none of a load balancer */
  constructor(
    { albArn, issuer, clientId }: LoadBalancer,
    private readonly promoters: readonly Promoter[],
    keys?: KeySource,
  ) {
    try {
      const verifier = AlbJwtVerifier.create(
        { albArn, issuer, clientId, ...(keys === undefined ? {} : { jwksUri: keys.url }) },
        keys === undefined ? undefined : { jwksCache: new AlbJwksCache({ fetcher: keys.fetcher }) },
      );
      this.verify = (token) => verifier.verify(token);
    } catch (cause) {
      throw new ConfigurationError(
        `CONSOLE_ALB_ARN is "${albArn}", which is no ARN of a load balancer.`,
        'Set it to the ARN of the load balancer that signs people in.',
        { cause },
      );
    }
  }

  async identify({ headers, log }: Pick<FastifyRequest, 'headers' | 'log'>): Promise<Person> {
    const token = headers[header];
    if (typeof token !== 'string') {
      throw signedOut('The load balancer said nothing of who you are.');
    }
    const payload = await this.verify(token).catch((error: Error) => {
      // An answer other than the key says that there is no such key: somebody made it up.
      if (error instanceof FetchError && !(error instanceof NonRetryableFetchError)) {
        log.warn({ err: error }, 'the public keys of the load balancer cannot be read');
        throw new Refusal(
          503,
          'unavailable',
          'The public keys of the load balancer cannot be read, so nobody can be signed in.',
          'Try again; if it stays, see that the server may reach public-keys.auth.elb.<region>.amazonaws.com.',
        );
      }
      // Its message may quote claims, so only what kind of error it is goes to the log.
      log.info({ why: error.constructor.name }, 'sign-in refused');
      throw signedOut('What the load balancer said of you is not, or no longer, valid.');
    });
    const claims = claimsOf(payload as TokenPayload);
    return {
      name: claims.email ?? claims.subject,
      signedInBy: 'oidc',
      key: `oidc ${claims.subject}`,
      isPromoterOf: (environment) => allows(this.promoters, claims, environment),
    };
  }
}

function claimsOf({ sub, username, email, email_verified: verified }: TokenPayload): Claims {
  const subject = [sub, username].find((one): one is string => typeof one === 'string' && one !== '');
  if (subject === undefined) throw signedOut('The load balancer names nobody.');
  const isVerified = verified !== false && String(verified).toLowerCase() !== 'false';
  return { subject, email: typeof email === 'string' && email !== '' && isVerified ? email : undefined };
}

function signedOut(message: string): Refusal {
  return new Refusal(401, 'signed-out', message, 'Load the page again to sign in.');
}

import { AlbJwtVerifier } from 'aws-jwt-verify';
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache';
import { validateAlbJwtFields } from 'aws-jwt-verify/alb-verifier';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/refusal';
import { FailedSignIn } from './failed-sign-in';
import type { Person } from './person';
import { allows, type Claims, type Promoter } from './promoters';
import { keysAddress, KeysUnavailableError, noLoadBalancer, PublicKeys } from './public-keys';
import type { SignIn, SignOut } from './sign-in';

export interface LoadBalancer {
  /** The load balancer whose signature counts. */
  albArn: string;
  issuer: string;
  clientId: string;
  /** Whether an address counts of which the provider does not say that it was verified. */
  trustsEmail: boolean;
  /** Where the provider ends its own session; absent: it goes on, and signs in again without asking. */
  signOutUrl?: string;
}

/** In the words of OpenID Connect. */
interface TokenPayload {
  sub?: unknown;
  email?: unknown;
  /** Cognito says it as text. */
  email_verified?: unknown;
}

/** The load balancer's cookies under their usual name: it splits a session into as many as four. */
const sessionCookies = [0, 1, 2, 3].map((part) => `AWSELBAuthSessionCookie-${part}`);

const header = 'x-amzn-oidc-data';
const remedy = 'Reload the page to sign in.';

/**
 * Verifies what an Application Load Balancer says of the person that it signed in: signature, load balancer, issuer,
 * client and expiry
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html).
 */
export class LoadBalancerSignIn implements SignIn {
  private readonly verify: (token: string) => Promise<unknown>;
  private readonly keysHost: string;

  /**
   * @param keys where the load balancer's public keys are, when not at AWS, and the time: for tests
   * @throws ConfigurationError when the ARN is none of a load balancer, or its keys are nowhere known
   */
  constructor(
    private readonly loadBalancer: LoadBalancer,
    private readonly promoters: readonly Promoter[],
    keys: { address?: string; now?: () => number } = {},
  ) {
    const { albArn, issuer, clientId } = loadBalancer;
    const jwksUri = keys.address ?? keysAddress(albArn);
    this.keysHost = new URL(jwksUri).host;
    try {
      const verifier = AlbJwtVerifier.create(
        { albArn, issuer, clientId, jwksUri },
        { jwksCache: new AlbJwksCache({ fetcher: new PublicKeys(keys.now) }) },
      );
      this.verify = async (token) => {
        // The verifier looks at these last; nobody else's token is worth the asking for its key.
        validateAlbJwtFields(decomposeUnverifiedJwt(token).header, { albArn, clientId });
        return verifier.verify(token);
      };
    } catch (cause) {
      throw noLoadBalancer(albArn, { cause });
    }
  }

  /**
   * The application has to expire the load balancer's cookies, then to send the browser to the provider
   * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html, "Authentication logout").
   */
  signOut(): SignOut {
    const cookies = sessionCookies.map((name) => `${name}=; Path=/; Max-Age=0; Secure; HttpOnly`);
    return { cookies, continueAt: this.loadBalancer.signOutUrl };
  }

  async identify({ headers, log }: Pick<FastifyRequest, 'headers' | 'log'>): Promise<Person> {
    const token = headers[header];
    if (typeof token !== 'string') {
      throw new Refusal(401, 'signed-out', 'The load balancer sent no identity.', remedy);
    }
    const payload = await this.verify(token).catch((error: Error) => {
      if (error instanceof KeysUnavailableError) {
        log.warn({ err: error }, 'the public keys of the load balancer cannot be read');
        throw new Refusal(
          503,
          'unavailable',
          'The public keys of the load balancer cannot be read, so sign-in is not possible.',
          `Try again. If this persists, check that the server can reach ${this.keysHost}.`,
        );
      }
      // Its message may quote claims, so only what kind of error it is goes to the log.
      log.info({ why: error.constructor.name }, 'sign-in refused');
      throw new FailedSignIn('The identity sent by the load balancer is invalid or has expired.', remedy);
    });
    const claims = claimsOf(payload as TokenPayload, this.loadBalancer);
    return {
      name: claims.email ?? claims.subject,
      signedInBy: 'oidc',
      key: `oidc ${claims.subject}`,
      isPromoterOf: (environment, app) => allows(this.promoters, claims, environment, app),
    };
  }
}

function claimsOf(
  { sub, email, email_verified: verified }: TokenPayload,
  { trustsEmail }: LoadBalancer,
): Claims {
  if (typeof sub !== 'string' || sub === '') {
    throw new FailedSignIn('The load balancer sent no user name.', remedy);
  }
  const isVerified = verified === true || verified === 'true' || (trustsEmail && verified === undefined);
  return { subject: sub, email: typeof email === 'string' && email !== '' && isVerified ? email : undefined };
}

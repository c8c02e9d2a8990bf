import { userInfo } from 'node:os';
import type { LoadBalancer } from '../auth/load-balancer-sign-in';
import { ConfigurationError } from './configuration-error';

/** How people sign in; `none`: the API answers nobody. */
export type SignInSettings =
  | { kind: 'none' }
  | { kind: 'token'; token: string; actor: string }
  | ({ kind: 'oidc'; promoters: string } & LoadBalancer);

const loadBalancerVariables = ['CONSOLE_ALB_ARN', 'CONSOLE_OIDC_ISSUER', 'CONSOLE_OIDC_CLIENT_ID'];

/** 32 random bytes in base64url. */
const shortestToken = 43;

/**
 * @param read a variable; an empty one is absent
 * @throws ConfigurationError when both ways are configured, or one of them in part
 */
export function readSignIn(read: (name: string) => string | undefined): SignInSettings {
  const token = read('CONSOLE_TOKEN');
  const [albArn, issuer, clientId] = loadBalancerVariables.map(read);
  const missing = loadBalancerVariables.filter((name) => read(name) === undefined);
  if (missing.length === loadBalancerVariables.length) {
    return token === undefined ? { kind: 'none' } : tokenSettings(token, read('CONSOLE_ACTOR'));
  }
  if (token !== undefined) {
    throw new ConfigurationError(
      'CONSOLE_TOKEN is set, and so are variables of a sign-in by a load balancer.',
      `Keep one of the two: the token on a machine of your own, ${loadBalancerVariables.join(', ')} behind the load balancer.`,
    );
  }
  if (albArn === undefined || issuer === undefined || clientId === undefined) {
    throw new ConfigurationError(
      `The sign-in by a load balancer is configured in part: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      `Set all of ${loadBalancerVariables.join(', ')}.`,
    );
  }
  const trustsEmail = parseTrust(read('CONSOLE_OIDC_TRUST_EMAIL') ?? 'false');
  const promoters = read('CONSOLE_PROMOTERS') ?? '';
  return { kind: 'oidc', albArn, issuer, clientId, trustsEmail, promoters };
}

function parseTrust(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ConfigurationError(
    `CONSOLE_OIDC_TRUST_EMAIL is "${text}", which is neither true nor false.`,
    'Set it to true only where nobody can choose an address at the provider without proving that it is theirs.',
  );
}

function tokenSettings(token: string, actor: string | undefined): SignInSettings {
  if (token.length >= shortestToken && /^[\w-]+$/.test(token)) {
    return { kind: 'token', token, actor: actor ?? accountName() };
  }
  throw new ConfigurationError(
    `CONSOLE_TOKEN must be at least ${shortestToken} characters of A-Z, a-z, 0-9, - and _.`,
    'Take 32 random bytes in base64url, as npm start does.',
  );
}

/** An account without an entry in the user database, as in some containers, has no name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'console';
  }
}

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
      'CONSOLE_TOKEN and the variables for load balancer sign-in are both set.',
      `Set only one of them: CONSOLE_TOKEN on your own machine, or ${loadBalancerVariables.join(', ')} behind a load balancer.`,
    );
  }
  if (albArn === undefined || issuer === undefined || clientId === undefined) {
    throw new ConfigurationError(
      `Load balancer sign-in is only partly configured: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      `Set all of ${loadBalancerVariables.join(', ')}.`,
    );
  }
  const trustsEmail = parseTrust(read('CONSOLE_OIDC_TRUST_EMAIL') ?? 'false');
  const promoters = read('CONSOLE_PROMOTERS') ?? '';
  const signOutUrl = parseSignOutUrl(read('CONSOLE_SIGN_OUT_URL'));
  return { kind: 'oidc', albArn, issuer, clientId, trustsEmail, promoters, signOutUrl };
}

function parseSignOutUrl(text: string | undefined): string | undefined {
  if (text === undefined || (URL.canParse(text) && new URL(text).protocol === 'https:')) return text;
  throw new ConfigurationError(
    `CONSOLE_SIGN_OUT_URL is "${text}", which is not an address that begins with https://.`,
    'Set it to the address where the identity provider ends a session, or unset it.',
  );
}

function parseTrust(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ConfigurationError(
    `CONSOLE_OIDC_TRUST_EMAIL is "${text}", which is not true or false.`,
    'Set it to true only if the provider verifies the email address of each user.',
  );
}

function tokenSettings(token: string, actor: string | undefined): SignInSettings {
  if (token.length >= shortestToken && /^[\w-]+$/.test(token)) {
    return { kind: 'token', token, actor: actor ?? accountName() };
  }
  throw new ConfigurationError(
    `CONSOLE_TOKEN must have at least ${shortestToken} characters from A-Z, a-z, 0-9, - and _.`,
    'Use 32 random bytes in base64url, as npm start does.',
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

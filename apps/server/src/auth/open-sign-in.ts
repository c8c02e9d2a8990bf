import type { Settings } from '@sluice/release';
import type { SignInSettings } from '../config/sign-in-settings';
import { LoadBalancerSignIn } from './load-balancer-sign-in';
import { noSignIn } from './no-sign-in';
import { parsePromoters } from './promoters';
import type { SignIn } from './sign-in';
import { TokenSignIn } from './token-sign-in';

/** @throws ConfigurationError when CONSOLE_PROMOTERS or CONSOLE_ALB_ARN is invalid */
export function openSignIn(settings: SignInSettings, apps: readonly Settings[]): SignIn {
  if (settings.kind === 'none') return noSignIn;
  if (settings.kind === 'token') return new TokenSignIn(settings.token, settings.actor);
  const names = apps.flatMap(({ app, environments }) => [
    `${app}/*`,
    ...environments.flatMap(({ name }) => [name, `${app}/${name}`]),
  ]);
  return new LoadBalancerSignIn(settings, parsePromoters(settings.promoters, names));
}

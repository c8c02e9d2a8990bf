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
  const names = [...apps.map(({ app }) => `${app}/*`), ...environmentNames(apps)];
  return new LoadBalancerSignIn(settings, parsePromoters(settings.promoters, names));
}

/** Names of environments, with and without their app. */
export function environmentNames(apps: readonly Settings[]): string[] {
  return apps.flatMap(({ app, environments }) =>
    environments.flatMap(({ name }) => [name, `${app}/${name}`]),
  );
}

import { Refusal } from '../http/refusal';
import type { SignIn } from './sign-in';

/** Nobody was given a way to sign in, so nobody is let in. */
export const noSignIn: SignIn = {
  identify: async () => {
    throw new Refusal(
      503,
      'unavailable',
      'No sign-in is configured.',
      'Set CONSOLE_TOKEN, as npm start does, or CONSOLE_ALB_ARN, CONSOLE_OIDC_ISSUER and CONSOLE_OIDC_CLIENT_ID behind a load balancer that authenticates users; then restart the server.',
    );
  },
};

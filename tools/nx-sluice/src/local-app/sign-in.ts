import { randomBytes } from 'node:crypto';

/** 32 random bytes: nobody guesses it, and it is written down nowhere, so it ends with this process. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Where a browser is signed in to the console of one server; the token goes from its address at once. */
export function signInAddress(url: string, token: string): string {
  return `${url}/?token=${token}`;
}

/** By which a server knows the token, in whose name it acts, and where a clone reports commits. */
export function signInVariables(known: {
  token: string;
  actor: string | undefined;
  /** Absolute path of the repository. */
  root: string;
}): Record<string, string> {
  return { CONSOLE_TOKEN: known.token, CONSOLE_ACTOR: known.actor ?? '', SLUICE_WORKSPACE: known.root };
}

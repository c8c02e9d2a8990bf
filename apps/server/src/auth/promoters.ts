import { ConfigurationError } from '../config/configuration-error';

/** One entry of CONSOLE_PROMOTERS. */
export interface Promoter {
  /** `amy@example.org`, `*@ops.example.org`, or the subject of an account. */
  who: string;
  /** Names of environments, with or without their app: `prod`, `store/prod`, `store/*`; or `*` for all. */
  environments: '*' | string[];
}

/** What the sign-in says about someone, as far as a list of names may go by it. */
export interface Claims {
  /** Only an address that was verified. */
  email?: string;
  subject: string;
}

const remedy =
  'Use the form user@example.org=uat,prod; *@ops.example.org=* with environment names from sluice.json, or * for all environments. store/prod and store/* select the environments of one app.';

/**
 * Reads `amy@example.org=uat,prod; *@ops.example.org=*`.
 *
 * @throws ConfigurationError naming the entry that is invalid
 */
export function parsePromoters(text: string, known: readonly string[]): Promoter[] {
  return text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => parseEntry(entry, known));
}

function parseEntry(entry: string, known: readonly string[]): Promoter {
  const parts = entry.split('=').map((part) => part.trim());
  const [who = '', places = ''] = parts;
  if (parts.length !== 2 || !/^(?:\*@[^\s*@,;]+|[^\s*@,;]+(?:@[^\s*@,;]+)?)$/.test(who)) {
    throw new ConfigurationError(`CONSOLE_PROMOTERS has the entry "${entry}", which names no user.`, remedy);
  }
  if (places === '*') return { who, environments: '*' };
  const environments = places.split(',').map((name) => name.trim());
  const unknown = environments.find((name) => !known.includes(name));
  if (unknown === undefined) return { who, environments };
  throw new ConfigurationError(
    `CONSOLE_PROMOTERS gives ${who} the environment "${unknown}", which is not in sluice.json.`,
    remedy,
  );
}

/** Whether one of the entries lets this person move this environment of this app. Addresses count in any case of A to Z. */
export function allows(
  promoters: readonly Promoter[],
  claims: Claims,
  environment: string,
  app: string,
): boolean {
  const names = [environment, `${app}/${environment}`, `${app}/*`];
  return promoters.some(
    ({ who, environments }) =>
      isMeant(who, claims) && (environments === '*' || names.some((name) => environments.includes(name))),
  );
}

function isMeant(who: string, { email, subject }: Claims): boolean {
  // Whoever chooses an account's name could choose an address; only a verified one is compared with addresses.
  if (!who.includes('@')) return who === subject;
  const [address, entry] = [folded(email ?? ''), folded(who)];
  return entry.startsWith('*@') ? address.endsWith(entry.slice(1)) : address === entry;
}

/** toLowerCase() would take the Kelvin sign for a k, and so another's address for that of a promoter. */
function folded(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

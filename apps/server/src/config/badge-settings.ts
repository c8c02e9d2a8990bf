import { ConfigurationError } from './configuration-error';

/** Which environments have a badge that everybody may see: names with or without their app, or `*` for all. */
export type BadgeSettings = '*' | readonly string[];

const remedy = 'Use environment names from sluice.json, such as uat,prod or store/prod, or * for all.';

/**
 * Reads `uat,prod`, `store/prod` or `*`.
 *
 * @param known names of environments, with and without their app
 * @throws ConfigurationError naming the environment that does not exist
 */
export function parseBadges(text: string | undefined, known: readonly string[]): BadgeSettings {
  if (text === undefined) return [];
  if (text === '*') return text;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new ConfigurationError(
    `CONSOLE_BADGES names the environment "${unknown}", which is not in sluice.json.`,
    remedy,
  );
}

import { z } from 'zod';

export const commitId = z
  .string()
  .regex(/^[0-9a-f]{40}$/, 'a commit is 40 lowercase hex digits')
  .describe('40 lowercase hex digits.');

/** Text that a person typed, for the history to show. White space at its ends does not count. */
export const reasonOf = (longest: number) =>
  z.string().trim().min(1).max(longest).describe(`1 to ${longest} characters.`);

/** A reason that the metadata of a tag are to keep. */
export const reasonOfMove = reasonOf(500).describe(
  '1 to 500 characters. The history stores at most 500 bytes, percent-encoded and including an override: a character outside ASCII takes 6 or more. A longer text is refused.',
);

export const environmentName = z.string().max(100).describe('An environment of sluice.json.');

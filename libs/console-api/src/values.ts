import { z } from 'zod';

export const commitId = z
  .string()
  .regex(/^[0-9a-f]{40}$/, 'a commit is 40 lower-case hex digits')
  .describe('40 lower-case hex digits.');

/** Text that a person typed, for the history to show. White space at its ends does not count. */
export const reasonOf = (longest: number) =>
  z.string().trim().min(1).max(longest).describe(`1 to ${longest} characters.`);

export const environmentName = z.string().max(100).describe('An environment of sluice.json.');

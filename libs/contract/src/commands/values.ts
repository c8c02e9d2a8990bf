import { z } from 'zod';

export const commitId = z
  .string()
  .regex(/^[0-9a-f]{40}$/)
  .describe('A commit: 40 lowercase hex digits.');

export const timestamp = z.iso.datetime().describe('ISO 8601, UTC.');

/** A time that was read from the bucket, where anybody may have written anything. */
export const recordedTime = z.string().describe('ISO 8601, UTC.');

export const bytes = z.int().nonnegative().describe('Bytes.');

export const milliseconds = z.number().nonnegative().describe('Milliseconds.');

export const url = z.string().describe('URL of a web page.');

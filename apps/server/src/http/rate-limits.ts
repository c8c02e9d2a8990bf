import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './refusal';

/** Requests a minute. */
export interface RateLimits {
  /** By person; a page costs a handful. */
  reads: number;
  /** By person: plans, comparisons and histories, because each reads much of the bucket. */
  costly: number;
  /** By person. */
  writes: number;
  /** Sign-ins that failed, by address, and in IPv6 by network (/64). The right token or a valid sign-in still passes. */
  failedSignIns: number;
  /** By address: badges need no sign-in. */
  badges: number;
}

export const defaultRateLimits: RateLimits = {
  reads: 1_200,
  costly: 120,
  writes: 60,
  failedSignIns: 60,
  badges: 300,
};

export type Limiters = Record<keyof RateLimits, (request: FastifyRequest) => Promise<void>>;

/** Each throws a Refusal 429 when there were too many. @fastify/rate-limit must be registered. */
export function createLimiters(app: FastifyInstance, limits: RateLimits): Limiters {
  const limiter = (max: number, keyGenerator?: (request: FastifyRequest) => string) => {
    // By address, where nothing else is said; the library makes one key of an IPv6 network.
    const count = app.createRateLimit({ max, timeWindow: 60_000, ...(keyGenerator && { keyGenerator }) });
    return async (request: FastifyRequest) => {
      const state = await count(request);
      if (state.isAllowed || !state.isExceeded) return;
      throw new Refusal(
        429,
        'too-many-requests',
        'Too many requests within one minute.',
        `Try again in ${state.ttlInSeconds} seconds.`,
        state.ttlInSeconds,
      );
    };
  };
  const byPerson = ({ person, ip }: FastifyRequest) => person?.key ?? ip;
  return {
    reads: limiter(limits.reads, byPerson),
    costly: limiter(limits.costly, byPerson),
    writes: limiter(limits.writes, byPerson),
    failedSignIns: limiter(limits.failedSignIns),
    badges: limiter(limits.badges),
  };
}

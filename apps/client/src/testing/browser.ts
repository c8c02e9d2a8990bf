import * as react from 'react';
import { TextDecoder, TextEncoder } from 'node:util';

/** What browsers have and jsdom lacks. */
if (typeof window !== 'undefined') {
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  window.scrollTo = () => {};
  window.matchMedia = (media) => {
    const follow = () => {};
    return { media, matches: false, addEventListener: follow, removeEventListener: follow } as never;
  };
}

/**
 * React's development build takes the stack of each element that it creates, to name its owner in a warning: a tenth of
 * what these tests take. It stops once it counted ten thousand; here it does from the start, and warnings stay.
 */
const internals: unknown = Reflect.get(
  react,
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
);
Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', { get: () => Infinity, set: () => undefined });

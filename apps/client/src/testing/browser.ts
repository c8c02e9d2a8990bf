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

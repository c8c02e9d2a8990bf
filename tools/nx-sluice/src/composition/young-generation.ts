import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from growing the space of new objects of this process: what is garbage at once is collected as fast from the
 * space at its first size, and memory outside of it, such as that of buffers, is freed only by that.
 */
export function limitYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

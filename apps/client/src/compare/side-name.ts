import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';

/** What a side is called: commits by their beginning, the others as they are. */
export function sideName(side: string): string {
  return visibleText(/^[0-9a-f]{40}$/.test(side) ? shortId(side) : side.slice(0, 60));
}

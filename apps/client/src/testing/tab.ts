import { act } from '@testing-library/react';

/** Hides or shows the tab, as a browser tells a page. */
export function turnTab(visibility: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibility });
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

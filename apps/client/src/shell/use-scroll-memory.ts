import { useLayoutEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Pixels from the top, by the key of an entry of the browser's history. */
const positions = new Map<string, number>();

/**
 * Brings whoever goes back to where they were on that page. The browser does so at once, when what is shown there is
 * still being loaded and the page is too short for it.
 */
export function useScrollMemory(): void {
  const { key } = useLocation();
  const isBack = useNavigationType() === 'POP';
  // Before anything is painted: what is shown next moves the page, and that is no wish of anybody's.
  useLayoutEffect(() => {
    const wanted = isBack ? positions.get(key) : undefined;
    const remember = () => void positions.set(key, window.scrollY);
    let isOver = false;
    const follow = () => {
      if (isOver) return;
      remember();
      window.addEventListener('scroll', remember, { passive: true });
    };
    const stop = wanted ? hold(wanted, follow) : follow();
    return () => {
      isOver = true;
      stop?.();
      window.removeEventListener('scroll', remember);
    };
  }, [key, isBack]);
}

/**
 * Holds the page there while what is loaded makes it higher and lower.
 *
 * @param onEnd someone moved the page themselves
 * @returns ends it
 */
function hold(top: number, onEnd: () => void): () => void {
  const gestures = ['wheel', 'touchstart', 'pointerdown', 'keydown'];
  const isThere = () => Math.abs(window.scrollY - top) <= 1;
  const isHighEnough = () => document.documentElement.scrollHeight - window.innerHeight >= top;
  const goThere = () => void (isThere() || window.scrollTo(0, top));
  const watch = () => void (isHighEnough() && !isThere() && end());
  const observer = new ResizeObserver(goThere);
  const end = () => {
    observer.disconnect();
    window.removeEventListener('scroll', watch);
    for (const gesture of gestures) window.removeEventListener(gesture, end);
    onEnd();
  };
  goThere();
  window.addEventListener('scroll', watch, { passive: true });
  for (const gesture of gestures) window.addEventListener(gesture, end, { passive: true });
  observer.observe(document.body);
  return end;
}

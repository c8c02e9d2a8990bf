import { useEffect, useEffectEvent } from 'react';
import { setting } from './setting';

/** Keys that are one letter disturb who speaks to a computer, so they can be switched off (WCAG 2.1.4). */
export const shortcutKeys = setting('sluice.shortcuts', ['on', 'off']);

/** Paths by the letter after `g`. */
const places: Record<string, { to: string; text: string }> = {
  e: { to: '/', text: 'Environments' },
  r: { to: '/releases', text: 'Releases' },
  a: { to: '/activity', text: 'Activity' },
  m: { to: '/delivery', text: 'Metrics' },
  c: { to: '/compare', text: 'Compare' },
  x: { to: '/grid', text: 'Releases by environment' },
};

/** All of them, for people. */
export const shortcuts: { keys: string[]; text: string }[] = [
  { keys: ['/'], text: 'Find releases' },
  ...Object.entries(places).map(([key, { text }]) => ({ keys: ['g', key], text: `Go to ${text}` })),
  { keys: ['?'], text: 'Show the keyboard shortcuts' },
];

/** Milliseconds between the two keys of one shortcut. */
const pause = 1_500;

interface Actions {
  go(to: string): void;
  search(): void;
  help(): void;
}

/** Follows the keys that are pressed anywhere on the page, but for what is typed, and while no dialog is open. */
export function useShortcuts(actions: Actions): void {
  const press = useEffectEvent((key: string, before: string) => {
    const place = before === 'g' ? places[key] : undefined;
    if (place) actions.go(place.to);
    else if (key === '/') actions.search();
    else if (key === '?') actions.help();
    else return false;
    return true;
  });
  useEffect(() => {
    let before = { key: '', at: 0 };
    const listen = (event: KeyboardEvent) => {
      if (!isMeant(event)) return;
      const isNext = event.timeStamp - before.at < pause;
      if (press(event.key, isNext ? before.key : '')) event.preventDefault();
      before = { key: event.key, at: event.timeStamp };
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function isMeant({
  ctrlKey,
  metaKey,
  altKey,
  isComposing,
  target,
  defaultPrevented,
}: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return false;
  if (shortcutKeys.get() === 'off' || document.querySelector('[role=dialog]') !== null) return false;
  return !(target instanceof Element && target.closest('input, textarea, select, [contenteditable]'));
}

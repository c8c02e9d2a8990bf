import { applyMode, Mode } from '@cloudscape-design/global-styles';

/** `system` follows what the operating system says, also when it changes at dusk. */
export type ColorMode = 'system' | 'light' | 'dark';

const key = 'sluice.color-mode';
const system = () => window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen: ColorMode | undefined;

export function colorMode(): ColorMode {
  chosen ??= remembered();
  return chosen;
}

/** Chooses, shows and remembers it. */
export function chooseColorMode(mode: ColorMode): void {
  chosen = mode;
  try {
    localStorage.setItem(key, mode);
  } catch {
    // Storage can be switched off; the choice then lasts as long as the page.
  }
  show();
  for (const listener of listeners) listener();
}

export function followColorMode(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Shows the mode, and continues to follow the system. To be called once, before the first view. */
export function startColorMode(): void {
  show();
  system().addEventListener('change', show);
}

function show(): void {
  const mode = colorMode();
  const isDark = mode === 'dark' || (mode === 'system' && system().matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
}

function remembered(): ColorMode {
  try {
    const mode = localStorage.getItem(key);
    return mode === 'light' || mode === 'dark' ? mode : 'system';
  } catch {
    return 'system';
  }
}

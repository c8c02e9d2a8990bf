import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { setting } from './setting';

const system = () => window.matchMedia('(prefers-color-scheme: dark)');

/** `system` follows what the operating system says, also when it changes at dusk. */
export const colorMode = setting('sluice.color-mode', ['system', 'light', 'dark']);

colorMode.follow(show);

/** Shows the mode, and continues to follow the system. To be called once, before the first view. */
export function startColorMode(): void {
  show();
  system().addEventListener('change', show);
}

function show(): void {
  const mode = colorMode.get();
  const isDark = mode === 'dark' || (mode === 'system' && system().matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
}

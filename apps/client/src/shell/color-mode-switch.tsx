import { useSyncExternalStore } from 'react';
import { chooseColorMode, colorMode, followColorMode, type ColorMode } from './color-mode';

const texts: Record<ColorMode, string> = { system: 'System colors', light: 'Light', dark: 'Dark' };

/** A plain select: the browser's own is the smallest that a keyboard and a thumb both know. */
export function ColorModeSwitch() {
  const mode = useSyncExternalStore(followColorMode, colorMode);
  return (
    <select
      aria-label="Colors"
      value={mode}
      onChange={({ target }) => chooseColorMode(target.value as ColorMode)}
    >
      {Object.entries(texts).map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

import { useSyncExternalStore } from 'react';
import type { Setting } from './setting';

interface Props<Value extends string> {
  label: string;
  setting: Setting<Value>;
  texts: Record<Value, string>;
}

/** A plain select: the browser's own is the smallest that a keyboard and a thumb both know. */
export function SettingChoice<Value extends string>({ label, setting, texts }: Props<Value>) {
  const chosen = useSyncExternalStore(setting.follow, setting.get);
  return (
    <label className="setting">
      <span>{label}</span>
      <select value={chosen} onChange={({ target }) => setting.choose(target.value as Value)}>
        {Object.entries<string>(texts).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

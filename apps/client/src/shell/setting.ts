/** A choice of the reader that their browser remembers, such as the colors. */
export interface Setting<Value extends string> {
  get(): Value;
  choose(value: Value): void;
  /** Calls it after each choice. @returns ends that */
  follow(listener: () => void): () => void;
}

/** @param values what can be chosen; the first one holds until something was */
export function setting<Value extends string>(
  key: string,
  values: readonly [Value, ...Value[]],
): Setting<Value> {
  const listeners = new Set<() => void>();
  let chosen: Value | undefined;
  return {
    get: () => (chosen ??= remembered(key, values)),
    choose: (value) => {
      chosen = value;
      try {
        localStorage.setItem(key, value);
      } catch {
        // Storage can be switched off; the choice then lasts as long as the page.
      }
      for (const listener of listeners) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function remembered<Value extends string>(key: string, values: readonly [Value, ...Value[]]): Value {
  try {
    const text = localStorage.getItem(key);
    return values.find((value) => value === text) ?? values[0];
  } catch {
    return values[0];
  }
}

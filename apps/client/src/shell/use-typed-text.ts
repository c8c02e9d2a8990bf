import { useEffect, useEffectEvent, useState } from 'react';

/** Milliseconds without a key before a search begins. */
const typingPause = 250;

/**
 * The text of a field whose value is in the address of the page: what is typed gets there after a pause, and another
 * address, by a link or the way back, gets into the field.
 *
 * @param value what the address has
 * @returns the text of the field, and what sets it
 */
export function useTypedText(value: string, onChange: (text: string) => void) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value);
    // Not what was just typed here.
    if (value !== text.trim()) setText(value);
  }
  const begin = useEffectEvent(() => text.trim() !== value && onChange(text.trim()));
  useEffect(() => {
    const timer = setTimeout(() => begin(), typingPause);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText] as const;
}

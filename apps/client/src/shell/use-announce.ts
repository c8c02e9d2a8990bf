import { useEffect, useEffectEvent, useRef } from 'react';
import { useAnnouncer } from './announcer';

/**
 * Says to who uses a screen reader that what they asked for is there: once for each `subject`, and not when the same
 * is merely loaded again.
 *
 * @param subject what was asked for; absent while it is not there
 */
export function useAnnounce(subject: string | undefined, text: string): void {
  const announce = useAnnouncer();
  const said = useRef<string>(undefined);
  const say = useEffectEvent(() => announce(text));
  useEffect(() => {
    if (subject === undefined || subject === said.current) return;
    said.current = subject;
    say();
  }, [subject]);
}

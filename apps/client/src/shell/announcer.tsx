import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';

const AnnouncerContext = createContext<(text: string) => void>(() => {});

/** Says a sentence to who uses a screen reader, without taking them away from where they are. */
export function useAnnouncer(): (text: string) => void {
  return useContext(AnnouncerContext);
}

export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [{ text, turn }, say] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => say((before) => ({ text, turn: before.turn + 1 })), []);
  return (
    <AnnouncerContext.Provider value={announce}>
      {children}
      <div role="status" aria-live="polite" className="visually-hidden">
        {/* Another key, so that the same sentence is read out a second time. */}
        <span key={turn}>{text}</span>
      </div>
    </AnnouncerContext.Provider>
  );
}

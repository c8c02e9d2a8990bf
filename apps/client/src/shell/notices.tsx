import Alert from '@cloudscape-design/components/alert';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { ForeignText } from '../text/foreign-text';
import { useAnnouncer } from './announcer';

interface Notice {
  type: 'success' | 'info';
  text: string;
}

const NoticesContext = createContext<{
  notices: Notice[];
  tell(notice: Notice): void;
  drop(at: number): void;
}>({ notices: [], tell: () => {}, drop: () => {} });

/** Tells what a deed came to, above the view that it was done in. */
export function useNotices() {
  return useContext(NoticesContext).tell;
}

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const announce = useAnnouncer();
  const tell = useCallback(
    (notice: Notice) => {
      setNotices((before) => [notice, ...before].slice(0, 3));
      announce(notice.text);
    },
    [announce],
  );
  const drop = useCallback(
    (at: number) => setNotices((before) => before.filter((_notice, index) => index !== at)),
    [],
  );
  return <NoticesContext.Provider value={{ notices, tell, drop }}>{children}</NoticesContext.Provider>;
}

export function Notices() {
  const { notices, drop } = useContext(NoticesContext);
  return notices.map(({ type, text }, at) => (
    <Alert
      key={`${at}:${text}`}
      type={type}
      statusIconAriaLabel={type === 'success' ? 'Success' : 'Info'}
      dismissible
      dismissAriaLabel="Dismiss"
      onDismiss={() => drop(at)}
    >
      <ForeignText text={text} />
    </Alert>
  ));
}

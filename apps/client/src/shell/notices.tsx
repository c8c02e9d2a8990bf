import Alert from '@cloudscape-design/components/alert';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { UntrustedText } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import { useAnnouncer } from './announcer';

interface Notice {
  type: 'success' | 'info' | 'error';
  text: string;
}

/** A notice belongs to the view that it was told in, and goes when someone leaves it. */
type Placed = Notice & { id: number; path: string };

interface Board {
  notices: Placed[];
  tell(notice: Notice): void;
  drop(id: number): void;
}

const NoticesContext = createContext<Board>({ notices: [], tell: () => {}, drop: () => {} });

const labels = { success: 'Success', info: 'Info', error: 'Error' };

/** Notices that are shown at once; older ones make room. */
const most = 3;
let notices = 0;

/** Tells what an operation came to, above the view that it was done in. */
export function useNotices() {
  return useContext(NoticesContext).tell;
}

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [all, setAll] = useState<Placed[]>([]);
  const { pathname } = useLocation();
  const [shownAt, setShownAt] = useState(pathname);
  const announce = useAnnouncer();
  // One that was left behind would be no news any more for who comes back.
  if (shownAt !== pathname) {
    setShownAt(pathname);
    setAll((before) => before.filter(({ path }) => path === pathname));
  }
  const tell = useCallback(
    (notice: Notice) => {
      const placed = { ...notice, id: (notices += 1), path: window.location.pathname };
      setAll((before) => [placed, ...before.filter(({ path }) => path === placed.path)].slice(0, most));
      announce(visibleText(notice.text));
    },
    [announce],
  );
  const drop = useCallback((id: number) => setAll((before) => before.filter((one) => one.id !== id)), []);
  return <NoticesContext.Provider value={{ notices: all, tell, drop }}>{children}</NoticesContext.Provider>;
}

export function Notices() {
  const { notices: all, drop } = useContext(NoticesContext);
  const { pathname } = useLocation();
  const here = all.filter(({ path }) => path === pathname);
  return here.map(({ id, type, text }) => (
    <Alert
      key={id}
      type={type}
      statusIconAriaLabel={labels[type]}
      dismissible
      dismissAriaLabel="Dismiss"
      onDismiss={() => drop(id)}
    >
      <UntrustedText text={text} />
    </Alert>
  ));
}

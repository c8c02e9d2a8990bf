import Header from '@cloudscape-design/components/header';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { useSession } from '../api/api-context';
import { hasNavigated } from './navigation-focus';
import { consoleTitle } from './console-title';

interface Props {
  /** Names the view in the tab, too. */
  title: string;
  /** When the heading is more than its title. */
  heading?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Where a view shows one thing after another at one path: which of them. */
  step?: string;
  children: ReactNode;
}

/** A view: its heading takes the focus when someone comes here from another view. */
export function Page({ title, heading, description, actions, step = '', children }: Props) {
  const session = useSession();
  const where = session && consoleTitle(session);
  const { pathname, state } = useLocation();
  // Who came to search has the focus in the field.
  const isSearching = (state as { focus?: string } | null)?.focus === 'search';
  const navigation = useNavigationType();
  const top = useRef<HTMLDivElement>(null);

  useEffect(() => {
    document.title = [title, where, 'Sluice'].filter(Boolean).join(' · ');
  }, [title, where]);
  useEffect(() => {
    if (!hasNavigated(`${pathname} ${step}`)) return;
    // On the way back, it stays or comes to where someone was on that page.
    const isBack = navigation === 'POP';
    if (!isBack) window.scrollTo(0, 0);
    if (!isSearching) top.current?.focus({ preventScroll: isBack });
  }, [pathname, step, navigation, isSearching]);

  return (
    <>
      <div ref={top} tabIndex={-1} className="page-top">
        <Header variant="h1" description={description} actions={actions}>
          {heading ?? title}
        </Header>
      </div>
      {children}
    </>
  );
}

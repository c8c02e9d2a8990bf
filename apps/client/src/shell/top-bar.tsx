import { Link, NavLink, useLocation } from 'react-router';
import { useSession } from '../api/api-context';
import { useLive } from '../live/use-live';
import { visibleText } from '../text/visible-text';
import { AppSwitcher } from './app-switcher';
import { consoleTitle } from './console-title';
import { UserMenu } from './user-menu';

/** The views, and the beginnings of the addresses of what belongs to them. */
const views = [
  { to: '/', text: 'Environments', within: ['/environments/', '/grid'] },
  { to: '/releases', text: 'Releases', within: ['/releases/'] },
  { to: '/compare', text: 'Compare', within: [] },
  { to: '/activity', text: 'Activity', within: ['/activity/'] },
  { to: '/delivery', text: 'Metrics', within: [] },
];
const links = {
  connecting: 'Connecting',
  live: 'Connected',
  polling: 'Polling',
  lost: 'Not connected',
};

/** "page" for the view itself, "true" for what belongs to it: https://www.w3.org/TR/wai-aria-1.2/#aria-current */
function currentness(pathname: string, to: string, within: string[]): 'page' | 'true' | undefined {
  if (pathname === to) return 'page';
  return within.some((begin) => pathname.startsWith(begin)) ? 'true' : undefined;
}

interface Props {
  onShowHelp(): void;
  onSignedOut(): void;
}

/** Dark in both modes, as the bar of the AWS console is. */
export function TopBar({ onShowHelp, onSignedOut }: Props) {
  const session = useSession();
  const { link } = useLive();
  const { pathname } = useLocation();
  return (
    <header className="top-bar">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <NavLink to="/" className="brand" end>
        <img src="/favicon.svg" alt="" width="20" height="20" />
        Sluice
        {session && <span className="app">{visibleText(consoleTitle(session))}</span>}
      </NavLink>
      <AppSwitcher />
      <nav aria-label="Views">
        <ul>
          {views.map(({ to, text, within }) => (
            <li key={to}>
              <Link to={to} aria-current={currentness(pathname, to, within)}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="top-bar-end">
        <span className={`link-state ${link}`} title={links[link]}>
          <span className="dot" aria-hidden="true" />
          <span className="link-text">{links[link]}</span>
        </span>
        <UserMenu session={session} onShowHelp={onShowHelp} onSignedOut={onSignedOut} />
      </div>
    </header>
  );
}

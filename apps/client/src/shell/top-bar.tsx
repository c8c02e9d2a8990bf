import { NavLink } from 'react-router';
import { useSession } from '../api/api-context';
import { useLive } from '../live/use-live';
import { visibleText } from '../text/visible-text';
import { AppSwitcher } from './app-switcher';
import { consoleTitle } from './console-title';
import { UserMenu } from './user-menu';

const views = [
  { to: '/', text: 'Environments' },
  { to: '/releases', text: 'Releases' },
  { to: '/compare', text: 'Compare' },
  { to: '/activity', text: 'Activity' },
  { to: '/delivery', text: 'Metrics' },
];
const links = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Polling',
  lost: 'Not connected',
};

interface Props {
  onShowHelp(): void;
  onSignedOut(): void;
}

/** Dark in both modes, as the bar of the AWS console is. */
export function TopBar({ onShowHelp, onSignedOut }: Props) {
  const session = useSession();
  const { link } = useLive();
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
          {views.map(({ to, text }) => (
            <li key={to}>
              <NavLink to={to} end={to === '/'}>
                {text}
              </NavLink>
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

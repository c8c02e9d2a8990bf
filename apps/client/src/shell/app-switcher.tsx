import { NavLink, useLocation } from 'react-router';
import { useSession } from '../api/api-context';
import './app-switcher.css';

/** So many stand side by side; more are chosen from a list. */
const most = 5;

const pageOf = (app: string) => `/apps/${encodeURIComponent(app)}/`;

/**
 * The other apps of the workspace. Each is a page of its own, so that nothing of one app can be taken for another's:
 * going there loads it again.
 */
export function AppSwitcher() {
  const session = useSession();
  const isOverview = useLocation().pathname === '/overview';
  if (session === undefined || session.apps.length < 2) return null;
  const { app: shown, apps } = session;
  return (
    <nav aria-label="Apps" className="apps">
      <ul>
        <li>
          <NavLink to="/overview">All apps</NavLink>
        </li>
        {apps.length > most ? (
          <li>
            <select
              aria-label="App"
              value={shown}
              onChange={({ target }) => location.assign(pageOf(target.value))}
            >
              {apps.map((app) => (
                <option key={app}>{app}</option>
              ))}
            </select>
          </li>
        ) : (
          apps.map((app) => (
            <li key={app}>
              <a href={pageOf(app)} aria-current={app === shown && !isOverview ? 'true' : undefined}>
                {app}
              </a>
            </li>
          ))
        )}
      </ul>
    </nav>
  );
}

import { useSession } from '../api/api-context';
import './app-switcher.css';

/**
 * The other apps of the workspace. Each is a page of its own, so that nothing of one app can be taken for another's:
 * going there loads it again.
 */
export function AppSwitcher() {
  const session = useSession();
  if (session === undefined || session.apps.length < 2) return null;
  return (
    <nav aria-label="Apps" className="apps">
      <ul>
        {session.apps.map((app) => (
          <li key={app}>
            <a
              href={`/apps/${encodeURIComponent(app)}/`}
              aria-current={app === session.app ? 'true' : undefined}
            >
              {app}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { Board } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import { useSession } from '../api/api-context';
import { useLive } from '../live/use-live';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { shortened, UntrustedText } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import './board.css';
import { EnvironmentColumn } from './environment-column';
import { isEmpty } from './is-empty';

/** The way of a release: from the newest one through all environments, in the order of promotion. */
export function EnvironmentsView() {
  const { board, link } = useLive();
  const session = useSession();
  const columns = board?.environments.length ?? 3;
  return (
    <Page
      title="Environments"
      description={
        <>
          How a release moves through the environments.{' '}
          <span className="nowrap">
            <RouteLink to="/grid" variant="primary">
              Show as a grid
            </RouteLink>
          </span>
          {session?.mayMove.length === 0 && <span className="read-only">You have read-only access.</span>}
        </>
      }
    >
      {board && board.environments.length === 0 && (
        <Alert type="info" statusIconAriaLabel="Info" header="No environments configured">
          Add environments to sluice.json, then restart the server.
        </Alert>
      )}
      {(board !== undefined || link !== 'lost') && (
        <ol
          className={columns <= 4 ? 'board few' : 'board'}
          style={{ '--columns': columns } as React.CSSProperties}
          aria-label="Environments, in promotion order"
          aria-busy={!board}
        >
          <li className="newest-column">
            <Newest board={board} />
          </li>
          {board
            ? board.environments.map((environment) => (
                <li key={environment.name}>
                  <EnvironmentColumn environment={environment} board={board} session={session} />
                </li>
              ))
            : [1, 2, 3].map((place) => (
                <li key={place}>
                  <div className="way-in" />
                  <Placeholder height="26rem" label={place === 1 ? 'Loading' : undefined} />
                </li>
              ))}
        </ol>
      )}
      {/* Below: they come and go, and no button must move under a hand. */}
      {board?.warnings.map((warning) => (
        <Alert key={warning} type="warning" statusIconAriaLabel="Warning">
          <UntrustedText text={warning} hasLines />
        </Alert>
      ))}
    </Page>
  );
}

/** Where the way begins. */
function Newest({ board }: { board?: Board }) {
  const newest = board?.newest;
  return (
    <div className="newest">
      <p className="way-ends">Newest release</p>
      {newest ? (
        <>
          <p className="newest-subject">
            <bdi>{visibleText(shortened(newest.subject ?? 'No subject', 160))}</bdi>
          </p>
          <p>
            <CommitId commit={newest.commit} isLink />
          </p>
        </>
      ) : (
        <p className="muted">
          {board && isEmpty(board) ? 'Nothing has been published yet.' : 'Not known yet'}
        </p>
      )}
      <p>
        <RouteLink to="/releases">All releases</RouteLink>
      </p>
    </div>
  );
}

import Alert from '@cloudscape-design/components/alert';
import { useSession } from '../api/api-context';
import { useLive } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { Page } from '../shell/page';
import { CommitId } from '../text/commit-id';
import { UntrustedText, shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import './board.css';
import { EnvironmentColumn } from './environment-column';

/** What is where: one column for each environment, in the order of promotion. */
export function EnvironmentsView() {
  const { board, link } = useLive();
  const session = useSession();
  return (
    <Page title="Environments" description={<Newest />}>
      {board && board.environments.length === 0 && (
        <Alert type="info" statusIconAriaLabel="Info" header="No environments configured">
          Add environments to sluice.json, then restart the server.
        </Alert>
      )}
      {(board !== undefined || link !== 'lost') && (
        <ol className="board" aria-label="Environments, in promotion order" aria-busy={!board}>
          {board
            ? board.environments.map((environment) => (
                <li key={environment.name}>
                  <EnvironmentColumn environment={environment} board={board} session={session} />
                </li>
              ))
            : [1, 2, 3].map((place) => (
                <li key={place}>
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

function Newest() {
  const newest = useLive().board?.newest;
  return (
    <span className="newest">
      {newest ? (
        <>
          Newest release: <CommitId commit={newest.commit} isLink />{' '}
          {/* In one line however long it is, so that the board stays where it is; the release has all of it. */}
          {newest.subject !== undefined && <bdi>{visibleText(shortened(newest.subject, 200))}</bdi>}
        </>
      ) : (
        'Deployed versions, in promotion order.'
      )}
    </span>
  );
}

import type { Board, EnvironmentCard, Session, Waiting } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { RouteButton, RouteLink } from '../shell/route-link';
import { count } from '../text/count';
import { useReaderTimes } from '../text/reader-times';
import { People, Person } from '../text/person';
import { UntrustedText } from '../text/untrusted-text';
import { environmentPath } from '../shell/environment-path';
import { Behind } from './behind';
import { deploymentOf } from './deployment';
import { isEmpty } from './is-empty';
import { latestTag } from './latest-tag';

interface Props {
  environment: EnvironmentCard;
  board: Board;
  session?: Session;
}

/** The way into an environment: what waits on it, by whom, the gates in its way, and the next promotion. */
export function Arrow({ environment, board, session }: Props) {
  const { name, tag, takesFrom, waiting, unreadable } = environment;
  const before = board.environments.slice(0, board.environments.indexOf(environment));
  const twin = before.find((one) => one.tag === tag)?.name;
  // The line leads from the card before, which need not be where the releases come from.
  const neighbor = before.at(-1);
  const isBranch = takesFrom !== neighbor?.name && !neighbor?.sharesTagWith.includes(takesFrom ?? '');
  const kind = twin ? 'twin' : isBranch ? 'branch' : '';
  const from = takesFrom ?? 'newest release';
  return (
    <section className={`way-in ${kind}`} aria-label={`From ${from} to ${name}`}>
      <p className="way-ends">{twin ? `Moves with ${twin}` : `${takesFrom ?? 'Newest'} → ${name}`}</p>
      {twin ? (
        <p className="muted">Both watch {tag}.zip, so they always get the same release.</p>
      ) : (
        <>
          {waiting ? <Load name={name} waiting={waiting} /> : <Behind environment={environment} />}
          <NothingToTake environment={environment} board={board} />
          {waiting && <GatesInTheWay waiting={waiting} hold={environment.hold} />}
          {tag === latestTag && waiting && (
            <p className="muted">Publishing moves {name} by itself, unless a gate refuses it.</p>
          )}
          {waiting && unreadable === undefined && (
            <PromoteNext name={name} waiting={waiting} session={session} />
          )}
        </>
      )}
    </section>
  );
}

/** Said where the way is still empty. */
function NothingToTake({ environment: { current, waiting, takesFrom }, board }: Omit<Props, 'session'>) {
  if (current || waiting) return null;
  const source = board.environments.find(({ name }) => name === takesFrom);
  if (source ? deploymentOf(source).live : !isEmpty(board)) return null;
  return (
    <p className="muted">{source ? `Nothing is live in ${source.name} yet` : 'Nothing to deploy yet'}</p>
  );
}

/** "3 commits wait", which leads to what they are. */
function Load({ name, waiting: { commit, commits, releases, authors } }: { name: string; waiting: Waiting }) {
  const amount = commits ?? releases;
  const query = new URLSearchParams({ from: name, to: commit }).toString();
  return (
    <div className="way-load">
      {amount === undefined ? (
        <span>The first release waits</span>
      ) : (
        <RouteLink to={`/compare?${query}`}>
          {count(amount, commits === undefined ? 'release' : 'commit')} {amount === 1 ? 'waits' : 'wait'}
        </RouteLink>
      )}
      <People names={authors} />
    </div>
  );
}

/** What each gate refuses for; the plan has the remedy, and the way around. */
function GatesInTheWay({
  waiting: { gateResults },
  hold,
}: { waiting: Waiting } & Pick<EnvironmentCard, 'hold'>) {
  const inReaderTimes = useReaderTimes();
  if (gateResults.length === 0) return null;
  return (
    <ul className="plain-list gates" aria-label="Gates in the way">
      {gateResults.map(({ rule, label, explanation, isOverridable }, at) => (
        <li key={`${rule} ${at}`}>
          <StatusIndicator type={isOverridable ? 'warning' : 'error'}>
            <strong>{label}:</strong>{' '}
            {rule === 'hold' && hold?.reason !== undefined ? (
              <>
                <UntrustedText text={hold.reason} limit={90} />
                {hold.actor !== undefined && (
                  <>
                    {', by '}
                    <Person text={hold.actor} />
                  </>
                )}
              </>
            ) : (
              <UntrustedText text={inReaderTimes(explanation)} limit={140} />
            )}
          </StatusIndicator>
        </li>
      ))}
    </ul>
  );
}

function PromoteNext({ name, waiting, session }: { name: string; waiting: Waiting; session?: Session }) {
  const forbidden =
    session && !session.mayMove.includes(name) ? `You do not have permission to change ${name}.` : undefined;
  const isClear = waiting.gateResults.length === 0;
  return (
    <RouteButton
      to={`${environmentPath(name)}/promote?commit=${waiting.commit}`}
      variant={isClear ? 'primary' : 'normal'}
      disabled={forbidden !== undefined}
      disabledReason={forbidden}
      ariaLabel={`Promote next to ${name}`}
    >
      Promote next
    </RouteButton>
  );
}

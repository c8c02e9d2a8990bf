import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useSession } from '../api/api-context';
import { useBoard } from '../live/use-live';
import { RouteButton } from '../shell/route-link';
import { environmentPath } from '../shell/environment-path';
import './releases.css';

interface Props {
  commit: string;
  isRejected: boolean;
}

/** Where a release can go from here, and what would be different there. */
export function PromoteTargets({ commit, isRejected }: Props) {
  const environments = useBoard()?.environments ?? [];
  const session = useSession();
  return (
    <Container header={<Header variant="h2">Promote to</Header>}>
      <ul className="plain-list rows">
        {environments.map(({ name, current }) => {
          const isThere = current?.commit === commit;
          const reason = isRejected
            ? 'Rejected'
            : session && !session.mayMove.includes(name)
              ? `You do not have permission to change ${name}.`
              : undefined;
          return (
            <li key={name} className="actions way">
              <strong>{name}</strong>
              {isThere ? (
                <span className="muted">Current version</span>
              ) : (
                <>
                  <RouteButton
                    to={`${environmentPath(name)}/promote?commit=${commit}`}
                    disabled={reason !== undefined}
                    disabledReason={reason}
                    ariaLabel={`Promote to ${name}`}
                  >
                    Promote
                  </RouteButton>
                  <RouteButton
                    to={`/compare?${new URLSearchParams({ from: name, to: commit }).toString()}`}
                    ariaLabel={`Compare with ${name}`}
                  >
                    Compare
                  </RouteButton>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Container>
  );
}

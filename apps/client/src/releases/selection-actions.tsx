import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../api/api-context';
import { ViewBoundary } from '../shell/view-boundary';
import { whyNoRejection } from './rejecting';
import { useBoard } from '../live/use-live';
import { environmentPath } from '../shell/environment-path';

const RejectDialog = lazy(() => import('./reject-dialog'));

interface Props {
  /** Commits. */
  selected: string[];
  /** When releases were published, by commit: ISO 8601, UTC. Of those that were shown at some time. */
  writtenAt: ReadonlyMap<string, string>;
  /** Something was written. */
  onChange(): void;
  onClear(): void;
}

/** One release to promote or reject, two to compare. */
export function SelectionActions({ selected, writtenAt, onChange, onClear }: Props) {
  const board = useBoard();
  const session = useSession();
  const navigate = useNavigate();
  const [isRejecting, setRejecting] = useState(false);
  const [one] = selected;
  const notOne = selected.length === 1 ? undefined : 'Select one release.';
  const notMover =
    session?.mayMove.length === 0 ? 'You do not have permission to change any environment.' : undefined;
  const cannotReject = notOne ?? whyNoRejection(session);
  const cannotPromote = notOne ?? notMover;
  const environments = board?.environments ?? [];
  return (
    <div className="actions">
      <Button
        variant="inline-link"
        disabled={selected.length === 0}
        disabledReason="No releases selected."
        onClick={onClear}
      >
        Clear selection
      </Button>
      <Button
        disabled={selected.length !== 2}
        disabledReason="Select two releases."
        onClick={() => void navigate(`/compare?${comparison(selected, writtenAt)}`)}
      >
        Compare
      </Button>
      <Button
        disabled={cannotReject !== undefined}
        disabledReason={cannotReject}
        onClick={() => setRejecting(true)}
      >
        Reject
      </Button>
      <ButtonDropdown
        variant="primary"
        disabled={cannotPromote !== undefined || environments.length === 0}
        disabledReason={cannotPromote}
        items={environments.map(({ name }) => ({
          id: name,
          text: name,
          disabled: session && !session.mayMove.includes(name),
          disabledReason: `You do not have permission to change ${name}.`,
        }))}
        onItemClick={({ detail }) =>
          void navigate(
            `${environmentPath(detail.id)}/promote?${new URLSearchParams({ commit: one ?? '' }).toString()}`,
          )
        }
      >
        Promote to
      </ButtonDropdown>
      <ViewBoundary what="This dialog">
        <Suspense>
          {isRejecting && one && (
            <RejectDialog commit={one} onDone={onChange} onClose={() => setRejecting(false)} />
          )}
        </Suspense>
      </ViewBoundary>
    </div>
  );
}

/** From the older to the newer, in whichever order they were ticked. */
function comparison([one = '', other = '']: string[], writtenAt: Props['writtenAt']): string {
  const [mine, theirs] = [writtenAt.get(one), writtenAt.get(other)];
  const isFirstOlder = mine !== undefined && theirs !== undefined && mine < theirs;
  return new URLSearchParams(isFirstOlder ? { from: one, to: other } : { from: other, to: one }).toString();
}

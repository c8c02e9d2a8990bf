import Button from '@cloudscape-design/components/button';
import type { Board, EnvironmentCard, Session } from '@sluice/console-api';
import { lazy, Suspense, useState } from 'react';
import { RouteButton } from '../shell/route-link';
import { candidateFor } from './candidate';

const HoldDialog = lazy(() => import('./hold-dialog'));
const ReleaseHoldDialog = lazy(() => import('./release-hold-dialog'));
const RedeployDialog = lazy(() => import('./redeploy-dialog'));

interface Props {
  environment: EnvironmentCard;
  board: Board;
  session?: Session;
}

/** What can be done to an environment; what this person may not do says why. */
export function EnvironmentActions({ environment, board, session }: Props) {
  const [dialog, setDialog] = useState<'hold' | 'release' | 'redeploy'>();
  const { name, current, hold, tag } = environment;
  const path = `/environments/${encodeURIComponent(name)}`;
  const candidate = candidateFor(environment, board);
  const isNews = candidate !== undefined && candidate !== current?.commit;
  const forbidden =
    session && !session.mayMove.includes(name) ? `You are not among those who may move ${name}.` : undefined;
  const withoutContent = current ? undefined : `Nothing is in ${name} yet.`;
  const lock = (reason: string | undefined) => ({ disabled: reason !== undefined, disabledReason: reason });
  const close = () => setDialog(undefined);
  return (
    <div className="actions">
      <RouteButton
        to={isNews ? `${path}/promote?commit=${candidate}` : `${path}/promote`}
        variant={isNews && !hold ? 'primary' : 'normal'}
        {...lock(forbidden)}
        ariaLabel={`Promote to ${name}`}
      >
        Promote
      </RouteButton>
      <RouteButton
        to={`${path}/rollback`}
        {...lock(forbidden ?? withoutContent)}
        ariaLabel={`Roll back ${name}`}
      >
        Roll back
      </RouteButton>
      <Button
        {...lock(forbidden ?? withoutContent)}
        ariaLabel={`Redeploy ${name}`}
        onClick={() => setDialog('redeploy')}
      >
        Redeploy
      </Button>
      {hold ? (
        <Button
          {...lock(forbidden)}
          ariaLabel={`Release hold on ${name}`}
          onClick={() => setDialog('release')}
        >
          Release hold
        </Button>
      ) : (
        <Button {...lock(forbidden)} ariaLabel={`Hold ${name}`} onClick={() => setDialog('hold')}>
          Hold
        </Button>
      )}
      <Suspense>
        {dialog === 'hold' && <HoldDialog environment={environment} onClose={close} />}
        {dialog === 'release' && <ReleaseHoldDialog environment={environment} onClose={close} />}
        {dialog === 'redeploy' && current?.versionId !== undefined && (
          <RedeployDialog environment={environment} version={current.versionId} tag={tag} onClose={close} />
        )}
      </Suspense>
    </div>
  );
}

import type { Board, EnvironmentCard, Session } from '@sluice/contract';
import Button from '@cloudscape-design/components/button';
import { lazy, Suspense, useState } from 'react';
import { RouteButton } from '../shell/route-link';
import { ViewBoundary } from '../shell/view-boundary';
import { candidateFor } from './candidate';

const HoldDialog = lazy(() => import('./hold-dialog'));
const UnholdDialog = lazy(() => import('./unhold-dialog'));
const RedeployDialog = lazy(() => import('./redeploy-dialog'));

/** The environment as it was when the dialog opened: what a person says yes to must not change under their hands. */
interface Dialog {
  action: 'hold' | 'unhold' | 'redeploy';
  environment: EnvironmentCard;
}

interface Props {
  environment: EnvironmentCard;
  board: Board;
  session?: Session;
}

/** What can be done to an environment; what this person may not do says why. */
export function EnvironmentActions({ environment, board, session }: Props) {
  const [dialog, setDialog] = useState<Dialog>();
  const { name, current, hold } = environment;
  const path = `/environments/${encodeURIComponent(name)}`;
  const candidate = candidateFor(environment, board);
  const forbidden =
    session && !session.mayMove.includes(name) ? `You do not have permission to change ${name}.` : undefined;
  const withoutContent = current ? undefined : `Nothing is deployed to ${name} yet.`;
  const lock = (reason: string | undefined) => ({ disabled: reason !== undefined, disabledReason: reason });
  const open = (action: Dialog['action']) => setDialog({ action, environment });
  const asked = dialog && { environment: dialog.environment, onClose: () => setDialog(undefined) };
  return (
    <div className="actions">
      <RouteButton
        to={candidate ? `${path}/promote?commit=${candidate}` : `${path}/promote`}
        variant={candidate && !hold ? 'primary' : 'normal'}
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
        onClick={() => open('redeploy')}
      >
        Redeploy
      </Button>
      {hold ? (
        <Button {...lock(forbidden)} ariaLabel={`Remove hold from ${name}`} onClick={() => open('unhold')}>
          Remove hold
        </Button>
      ) : (
        <Button {...lock(forbidden)} ariaLabel={`Hold ${name}`} onClick={() => open('hold')}>
          Hold
        </Button>
      )}
      <ViewBoundary key={dialog?.action}>
        <Suspense>
          {asked && dialog.action === 'hold' && <HoldDialog {...asked} />}
          {asked && dialog.action === 'unhold' && <UnholdDialog {...asked} />}
          {asked && dialog.action === 'redeploy' && <RedeployDialog {...asked} />}
        </Suspense>
      </ViewBoundary>
    </div>
  );
}

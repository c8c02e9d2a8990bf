import type { EnvironmentCard, Session } from '@sluice/contract';
import Button from '@cloudscape-design/components/button';
import { lazy, Suspense, useState } from 'react';
import { RouteButton } from '../shell/route-link';
import { ViewBoundary } from '../shell/view-boundary';
import { environmentPath } from '../shell/environment-path';
import { deploymentOf } from './deployment';

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
  session?: Session;
}

/** What can be done to an environment; what this person may not do, or would come to nothing, says why. */
export function EnvironmentActions({ environment, session }: Props) {
  const [dialog, setDialog] = useState<Dialog>();
  const { name, current, hold, rollback } = environment;
  const path = environmentPath(name);
  const isFailed = deploymentOf(environment).arrival === 'failed';
  const forbidden =
    session && !session.mayMove.includes(name) ? `You do not have permission to change ${name}.` : undefined;
  const withoutContent = current ? undefined : `Nothing is deployed to ${name} yet.`;
  const nothing = rollback?.nothing && `Nothing to roll back to. ${rollback.nothing}`;
  const lock = (reason: string | undefined) => ({ disabled: reason !== undefined, disabledReason: reason });
  const open = (action: Dialog['action']) => setDialog({ action, environment });
  const asked = dialog && { environment: dialog.environment, onClose: () => setDialog(undefined) };
  const noRollback = forbidden ?? withoutContent ?? nothing;
  return (
    <div className="environment-actions">
      <RouteButton
        to={`${path}/rollback`}
        variant={isFailed && !noRollback ? 'primary' : 'inline-link'}
        {...lock(noRollback)}
        ariaLabel={`Roll back ${name}`}
      >
        Roll back
      </RouteButton>
      <RouteButton
        to={`${path}/promote`}
        variant="inline-link"
        {...lock(forbidden)}
        ariaLabel={`Promote to ${name}`}
      >
        Promote…
      </RouteButton>
      <Button
        variant="inline-link"
        {...lock(forbidden ?? withoutContent)}
        ariaLabel={`Redeploy ${name}`}
        onClick={() => open('redeploy')}
      >
        Redeploy
      </Button>
      {hold ? (
        <Button
          variant="inline-link"
          {...lock(forbidden)}
          ariaLabel={`Remove hold from ${name}`}
          onClick={() => open('unhold')}
        >
          Remove hold
        </Button>
      ) : (
        <Button
          variant="inline-link"
          {...lock(forbidden)}
          ariaLabel={`Hold ${name}`}
          onClick={() => open('hold')}
        >
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

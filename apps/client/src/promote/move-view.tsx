import type { Move } from '@sluice/console-api';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useEnvironment } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { useNotices } from '../shell/notices';
import { Page } from '../shell/page';
import { ProblemNotice } from '../shell/problem-notice';
import { DeploymentProgress } from './deployment-progress';
import type { MoveKind } from './move-kind';
import { MoveForm } from './move-form';
import { PlanDetails } from './plan-details';
import './promote.css';

interface Props {
  kind: MoveKind;
  name: string;
  /** What is to come; a rollback finds it by itself. */
  commit?: string;
  title: string;
}

/** The plan of a move, the form that does it, and then the pipeline until its end. */
export function MoveView({ kind, name, commit, title }: Props) {
  const [query, setQuery] = useSearchParams();
  const tell = useNotices();
  const watched = query.get('watch');
  const [replaced, setReplaced] = useState<string | null>();
  const environment = useEnvironment(name);

  const watch = ({ outcome, versionId, tag }: Move, expects: string | null) => {
    if (outcome === 'current') {
      tell({ type: 'info', text: `${tag}.zip has this content already; nothing was written.` });
    } else if (versionId === undefined) {
      tell({ type: 'success', text: `${tag}.zip was moved.` });
    } else {
      setReplaced(expects);
      setQuery((before) => new URLSearchParams([...before, ['watch', versionId]]), { replace: true });
    }
  };
  if (watched !== null) {
    const environments = [name, ...(environment?.sharesTagWith ?? [])];
    return (
      <Page
        title={title}
        step="watch"
        description="What the pipeline makes of it; this page can be left and found again."
      >
        <DeploymentProgress environments={environments} version={watched} replaced={replaced} />
      </Page>
    );
  }
  return (
    <Page title={title} step="plan" description="Nothing is written until you confirm below.">
      <PlanAndForm key={commit} kind={kind} name={name} commit={commit} onMoved={watch} />
    </Page>
  );
}

type PlanProps = Omit<Props, 'title'> & { onMoved(move: Move, expects: string | null): void };

function PlanAndForm({ kind, name, commit, onMoved }: PlanProps) {
  const api = useApi();
  const [override, setOverride] = useState<string>();
  const plan = useResource(
    `${kind} ${name} ${commit}`,
    (signal) =>
      kind === 'promotion'
        ? api.promotionPlan(name, { commit: commit ?? '', override }, signal)
        : api.rollbackPlan(name, { override }, signal),
    override,
  );
  if (!plan.data) {
    if (plan.problem)
      return <ProblemNotice title="There is no plan" problem={plan.problem} onRetry={plan.reload} />;
    return (
      <div className="rows" role="status" aria-label="Making the plan">
        <Placeholder height="14rem" />
        <Placeholder height="20rem" />
      </div>
    );
  }
  return (
    <>
      <PlanDetails kind={kind} plan={plan.data} />
      {plan.problem && <ProblemNotice problem={plan.problem} onRetry={plan.reload} />}
      <MoveForm
        kind={kind}
        plan={plan.data}
        isPlanning={plan.isLoading}
        override={override}
        onOverride={setOverride}
        onPlanAnew={plan.reload}
        onMoved={onMoved}
      />
    </>
  );
}

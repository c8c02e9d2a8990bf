import type { EnvironmentCard, Move } from '@sluice/contract';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { NoSuchEnvironment } from '../environments/no-such-environment';
import { useBoard, useEnvironment } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { useNotices } from '../shell/notices';
import { Page } from '../shell/page';
import { ProblemNotice } from '../shell/problem-notice';
import { DeploymentProgress } from './deployment-progress';
import type { MoveKind } from './move-kind';
import { MoveForm } from './move-form';
import { PlanDetails } from './plan-details';
import './promote.css';
import { useIsOutdated } from './use-is-outdated';

interface Props {
  kind: MoveKind;
  name: string;
  /** The new version; a rollback finds it by itself unless one was chosen. */
  commit?: string;
  title: string;
}

/** The plan of a move, the form that does it, and then the pipeline until its end. */
export function MoveView({ kind, name, commit, title }: Props) {
  const [query, setQuery] = useSearchParams();
  const tell = useNotices();
  const watched = query.get('watch');
  const [replaced, setReplaced] = useState<string | null>();
  const board = useBoard();
  const environment = useEnvironment(name);

  const watch = ({ outcome, versionId, tag }: Move, expects: string | null) => {
    if (outcome === 'current') {
      tell({ type: 'info', text: `${tag}.zip already has this content. Nothing was written.` });
    } else if (versionId === undefined) {
      tell({ type: 'success', text: `${tag}.zip changed.` });
    } else {
      setReplaced(expects);
      setQuery((before) => new URLSearchParams([...before, ['watch', versionId]]), { replace: true });
    }
  };
  if (board && !environment) return <NoSuchEnvironment name={name} />;
  if (watched !== null) {
    const environments = [name, ...(environment?.sharesTagWith ?? [])];
    return (
      <Page
        title={title}
        step="watch"
        description="Deployment progress. You can leave this page and return to it."
      >
        <DeploymentProgress environments={environments} version={watched} replaced={replaced} />
      </Page>
    );
  }
  return (
    <Page title={title} step="plan" description="Nothing is written until you confirm below.">
      {environment ? (
        <PlanAndForm key={commit} kind={kind} environment={environment} commit={commit} onMoved={watch} />
      ) : (
        <MakingThePlan />
      )}
    </Page>
  );
}

interface PlanProps extends Pick<Props, 'kind' | 'commit'> {
  environment: EnvironmentCard;
  onMoved(move: Move, expects: string | null): void;
}

function PlanAndForm({ kind, environment, commit, onMoved }: PlanProps) {
  const { name } = environment;
  const api = useApi();
  const [override, setOverride] = useState<string>();
  const rulesRestOn = useRulesRestOn(environment);
  const plan = useResource(
    `${kind} ${name} ${commit}`,
    (signal) =>
      kind === 'promotion'
        ? api.promotionPlan(name, { commit: commit ?? '', override }, signal)
        : api.rollbackPlan(name, { commit, override }, signal),
    JSON.stringify([override, rulesRestOn]),
  );
  const isOutdated = useIsOutdated(name, plan.data);
  const heading = useRef<HTMLDivElement>(null);
  const isAwaited = useRef(false);
  // The button that asked for this plan goes with the old one.
  useEffect(() => {
    if (isAwaited.current) heading.current?.focus();
    isAwaited.current = false;
  }, [plan.data]);
  if (!plan.data) {
    return plan.problem ? (
      <ProblemNotice title="Plan failed" problem={plan.problem} onRetry={plan.reload} />
    ) : (
      <MakingThePlan />
    );
  }
  return (
    <>
      <PlanDetails kind={kind} plan={plan.data} headingRef={heading} />
      {plan.problem && <ProblemNotice problem={plan.problem} onRetry={plan.reload} />}
      <MoveForm
        kind={kind}
        plan={plan.data}
        isPlanning={plan.isLoading}
        isOutdated={isOutdated}
        override={override}
        onOverride={(why) => {
          isAwaited.current = true;
          setOverride(why);
        }}
        onReplan={() => {
          isAwaited.current = true;
          plan.reload();
        }}
        onMoved={onMoved}
      />
    </>
  );
}

function MakingThePlan() {
  return (
    <div className="rows" role="status" aria-label="Creating plan">
      <Placeholder height="14rem" />
      <Placeholder height="20rem" />
    </div>
  );
}

/** What can change between two looks at the board and make the rules say something else of the same move. */
function useRulesRestOn({ hold, requires }: EnvironmentCard): unknown[] {
  const environments = useBoard()?.environments ?? [];
  const ranWell = environments
    .filter(({ name }) => requires.includes(name))
    .map(({ live }) => live?.versionId);
  return [hold, ...ranWell];
}

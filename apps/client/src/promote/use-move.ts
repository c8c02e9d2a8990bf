import type { Move, MovePlan, MoveRequest } from '@sluice/contract';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useApi } from '../api/api-context';
import { asProblem, type Problem } from '../api/problem';
import { useEnvironment } from '../live/use-live';
import { useNotices } from '../shell/notices';
import { shortId } from '../text/short-id';
import { moveNames, type MoveKind } from './move-kind';

/** A move whose answer was lost, or reports a failure that can have come after it. */
interface Unsure extends Pick<MoveRequest, 'commit' | 'expects'> {
  problem: Problem;
}

interface Options {
  kind: MoveKind;
  plan: MovePlan;
  /** @param expects the version that was there until now */
  onMoved(move: Move, expects: string | null): void;
}

/**
 * Moves the tag, and tells what became of that: by `problem` or `onMoved` while someone waits, by a notice once they
 * have left. A move whose answer was lost counts as done as soon as the board shows its goal.
 */
export function useMove({ kind, plan, onMoved }: Options) {
  const { environment: name, tag, expects, to } = plan;
  const isChosen = plan.basis === 'chosen' || undefined;
  const api = useApi();
  const tell = useNotices();
  const current = useEnvironment(name)?.current;
  const [isMoving, setMoving] = useState(false);
  const [failure, setFailure] = useState<{ problem: Problem; plan: MovePlan }>();
  const [unsure, setUnsure] = useState<Unsure>();
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => void (isHere.current = false);
  }, []);

  const isArrived =
    unsure !== undefined && current?.commit === unsure.commit && current.versionId !== unsure.expects;
  const arrived = isArrived ? current.versionId : undefined;
  const goOn = useEffectEvent((versionId: string) => {
    if (!unsure) return;
    const { commit, expects, problem } = unsure;
    onMoved({ outcome: 'moved', tag, commit, versionId }, expects);
    // It can tell of what is missing beside the move, as the hold of a rollback.
    tell({
      type: 'info',
      text: `${name} has ${shortId(commit)}, with a problem: ${problem.message} ${problem.remedy}`,
    });
  });
  useEffect(() => {
    if (arrived !== undefined) goOn(arrived);
  }, [arrived]);

  const move = async (agreed: Pick<MoveRequest, 'reason' | 'override' | 'confirmation'>) => {
    setMoving(true);
    setFailure(undefined);
    try {
      const action = kind === 'promotion' ? api.promote : api.rollBack;
      const done = await action(name, { commit: to.commit, expects, isChosen, ...agreed });
      if (isHere.current) onMoved(done, expects);
      else tell({ type: 'success', text: `${name} was moved to ${shortId(to.commit)}.` });
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.mayBeDone) setUnsure({ commit: to.commit, expects, problem });
      if (isHere.current) setFailure({ problem, plan });
      else
        tell({
          type: 'error',
          text: `${outcomeOf(kind, problem, name, to)} ${problem.message} ${problem.remedy}`,
        });
    } finally {
      setMoving(false);
    }
  };
  return { move, isMoving, problem: failure?.plan === plan ? failure.problem : undefined };
}

function outcomeOf(kind: MoveKind, { mayBeDone }: Problem, name: string, { commit }: MovePlan['to']): string {
  return `${moveNames[kind]} of ${name} to ${shortId(commit)}${mayBeDone ? ': status unknown' : ' failed'}.`;
}

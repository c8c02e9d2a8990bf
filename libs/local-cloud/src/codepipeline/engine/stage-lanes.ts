import type { Execution, StageName } from '../model/execution';
import { stageNames } from '../model/execution';

interface Lane {
  occupant?: Execution;
  waiting?: Execution;
}

export interface LaneRules {
  mayEnter(stage: StageName): boolean;
  /** Resolves when the stage is free again. Never rejects. */
  run(stage: StageName, execution: Execution): Promise<void>;
  superseded(execution: Execution, by: Execution): void;
}

/**
 * The SUPERSEDED mode: a stage holds one execution, and one may wait before it. A newer one that comes to wait
 * takes the place of the older
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html).
 */
export class StageLanes {
  private readonly lanes: Record<StageName, Lane> = { Source: {}, Build: {}, Deploy: {} };
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly rules: LaneRules) {}

  offer(stage: StageName, execution: Execution): void {
    const lane = this.lanes[stage];
    const rival = lane.waiting;
    const [newer, older] = rival && rival.number > execution.number ? [rival, execution] : [execution, rival];
    lane.waiting = newer;
    if (older) this.rules.superseded(older, newer);
    this.advance(stage);
  }

  /** Lets in who waits, when the stage is free and its door is open. */
  advance(stage: StageName): void {
    const lane = this.lanes[stage];
    const { waiting } = lane;
    if (lane.occupant || !waiting || !this.rules.mayEnter(stage)) return;
    lane.waiting = undefined;
    lane.occupant = waiting;
    const run: Promise<void> = this.rules.run(stage, waiting).finally(() => {
      this.running.delete(run);
      lane.occupant = undefined;
      this.advance(stage);
    });
    this.running.add(run);
  }

  /** Whether it waited before a stage, and does not any more. */
  withdraw(execution: Execution): boolean {
    const stage = stageNames.find((name) => this.lanes[name].waiting === execution);
    if (stage) this.lanes[stage].waiting = undefined;
    return stage !== undefined;
  }

  waitingBefore(stage: StageName): Execution | undefined {
    return this.lanes[stage].waiting;
  }

  async settled(): Promise<void> {
    await Promise.all(this.running);
  }
}

import type { Board } from '@sluice/contract';
import type { Clock } from '@sluice/release';
import { startsWithin } from './awaited-run';

/** Which pipelines run, or may be about to because their tag moved a moment ago. */
export class Activity {
  private readonly versions = new Map<string, string | undefined>();
  private readonly busyUntil = new Map<string, number>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  isBusy(pipeline: string): boolean {
    return this.clock.now() < (this.busyUntil.get(pipeline) ?? 0);
  }

  get isAnyBusy(): boolean {
    return [...this.busyUntil.keys()].some((pipeline) => this.isBusy(pipeline));
  }

  /** Notes what a board tells. @returns whether a tag has moved since the last one */
  note({ environments }: Board): boolean {
    let anyHasMoved = false;
    for (const { name, pipeline, current, run, runVersionId } of environments) {
      const versionId = current?.versionId;
      const isFirst = !this.versions.has(name);
      const hasMoved = !isFirst && this.versions.get(name) !== versionId;
      this.versions.set(name, versionId);
      anyHasMoved ||= hasMoved;
      const isRunning = run !== undefined && ['InProgress', 'Stopping'].includes(run.status);
      const isDone = !isRunning && versionId !== undefined && runVersionId === versionId;
      if (isRunning || hasMoved) this.expect(pipeline);
      else if (isDone) this.busyUntil.delete(pipeline);
    }
    return anyHasMoved;
  }

  /** Something was started: it will show soon. */
  expect(pipeline: string): void {
    this.busyUntil.set(pipeline, this.clock.now() + startsWithin);
  }
}

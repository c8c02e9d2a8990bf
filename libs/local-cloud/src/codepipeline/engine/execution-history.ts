import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from '../../environments/files/json-file';
import type { Execution } from '../model/execution';
import { isFinished } from '../model/execution';

/** A pipeline's executions: one file each, replaced as a whole at every change. */
export class ExecutionHistory {
  /** Oldest first. */
  private readonly executions: Execution[];

  /** `limit`: so many executions are kept at least; older ones go when they have finished. */
  constructor(
    private readonly folder: string,
    private readonly limit: number,
    private readonly onForgotten: (execution: Execution) => void = () => undefined,
  ) {
    mkdirSync(folder, { recursive: true });
    this.executions = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readJsonFile(join(folder, name)) as Execution | undefined)
      // A file that somebody emptied costs one entry of the history, not the pipeline.
      .filter((execution) => execution !== undefined)
      .sort((a, b) => a.number - b.number);
  }

  get oldestFirst(): readonly Execution[] {
    return this.executions;
  }

  get newestFirst(): Execution[] {
    return this.executions.toReversed();
  }

  get nextNumber(): number {
    return (this.executions.at(-1)?.number ?? 0) + 1;
  }

  find(id: string): Execution | undefined {
    return this.executions.findLast((execution) => execution.id === id);
  }

  /** The version that the source noticed last. */
  get lastDetected(): string | undefined {
    return this.executions.findLast(({ detected }) => detected)?.revision?.versionId;
  }

  add(execution: Execution): void {
    this.write(execution);
    this.executions.push(execution);
    this.forgetOldest();
  }

  save(execution: Execution): void {
    execution.lastUpdateTime = new Date().toISOString();
    this.write(execution);
  }

  private write(execution: Execution): void {
    writeJsonFile(this.file(execution), execution);
  }

  private forgetOldest(): void {
    const surplus = this.executions.slice(0, Math.max(0, this.executions.length - this.limit));
    const lastDetected = this.executions.findLast(({ detected }) => detected);
    for (const execution of surplus) {
      if (!isFinished(execution) || execution === lastDetected) continue;
      rmSync(this.file(execution), { force: true });
      this.executions.splice(this.executions.indexOf(execution), 1);
      this.onForgotten(execution);
    }
  }

  private file({ number, id }: Execution): string {
    return join(this.folder, `${String(number).padStart(8, '0')}-${id}.json`);
  }
}

import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a pipeline keeps what: its history, what it built, and what its builds said. */
export class PipelineFiles {
  readonly executions: string;
  readonly settings: string;

  constructor(private readonly folder: string) {
    this.executions = join(folder, 'executions');
    this.settings = join(folder, 'pipeline.json');
    for (const name of ['executions', 'artifacts', 'logs'])
      mkdirSync(join(folder, name), { recursive: true });
  }

  artifact(executionId: string): string {
    return join(this.folder, 'artifacts', executionId);
  }

  hasArtifact(executionId: string): boolean {
    return existsSync(this.artifact(executionId));
  }

  emptyArtifact(executionId: string): string {
    this.removeArtifact(executionId);
    mkdirSync(this.artifact(executionId), { recursive: true });
    return this.artifact(executionId);
  }

  removeArtifact(executionId: string): void {
    rmSync(this.artifact(executionId), { recursive: true, force: true });
  }

  removeArtifactsExcept(executionIds: ReadonlySet<string>): void {
    for (const name of readdirSync(join(this.folder, 'artifacts'))) {
      if (!executionIds.has(name)) this.removeArtifact(name);
    }
  }

  log(executionId: string): string {
    return join(this.folder, 'logs', `${executionId}.log`);
  }

  addToLog(executionId: string, line: string): void {
    appendFileSync(this.log(executionId), `${new Date().toISOString()} ${line}\n`);
  }

  forget(executionId: string): void {
    this.removeArtifact(executionId);
    rmSync(this.log(executionId), { force: true });
  }
}

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { StageName } from '../model/execution';

/** Where a pipeline keeps what: its history, what it built, and what its stages printed. */
export class PipelineFiles {
  readonly executions: string;
  readonly settings: string;
  private readonly logSizes = new Map<string, number>();

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

  /** One line, behind the time and the stage that it is from. Of a long log, the end is kept. */
  addToLog(executionId: string, stage: StageName, line: string): void {
    const path = this.log(executionId);
    const text = `${new Date().toISOString()} ${stage} ${line}\n`;
    const size = (this.logSizes.get(executionId) ?? sizeOf(path)) + Buffer.byteLength(text);
    appendFileSync(path, text);
    this.logSizes.set(executionId, size <= longestLog ? size : cutLog(path));
  }

  forget(executionId: string): void {
    this.removeArtifact(executionId);
    this.logSizes.delete(executionId);
    rmSync(this.log(executionId), { force: true });
  }
}

/** Bytes that a log may have; a server that runs for weeks prints more. */
const longestLog = 512 * 1024;

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Keeps the lines of the second half. @returns the size that is left */
function cutLog(path: string): number {
  const bytes = readFileSync(path);
  const rest = bytes.subarray(bytes.indexOf(0x0a, bytes.length - longestLog / 2) + 1);
  writeFileSync(path, rest);
  return rest.length;
}

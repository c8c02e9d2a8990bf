import { readJsonFile, writeJsonFile } from '../../environments/files/json-file';
import type { PipelineDefinition } from '../model/definition';
import type { StageName } from '../model/execution';
import { stageNames } from '../model/execution';

/** Whether executions may enter a stage. */
export interface Transition {
  enabled: boolean;
  lastChangedBy?: string;
  /** ISO 8601. */
  lastChangedAt?: string;
  disabledReason?: string;
}

interface Stored {
  /** Counts up when the definition changes. */
  version: number;
  /** ISO 8601. */
  created: string;
  updated: string;
  fingerprint: string;
  transitions: Record<StageName, Transition>;
}

/** What a pipeline knows of itself beside its executions. Kept in one file. */
export class PipelineSettings {
  private readonly stored: Stored;

  constructor(
    private readonly file: string,
    definition: PipelineDefinition,
  ) {
    const { source, deploy } = definition;
    const fingerprint = JSON.stringify([
      source.bucket,
      source.key,
      deploy.name,
      deploy.publicPort,
      deploy.healthPath,
    ]);
    const now = new Date().toISOString();
    const known = readJsonFile(file) as Stored | undefined;
    this.stored = known ?? { version: 1, created: now, updated: now, fingerprint, transitions: allEnabled() };
    if (this.stored.fingerprint !== fingerprint) {
      Object.assign(this.stored, { version: this.stored.version + 1, updated: now, fingerprint });
    }
    writeJsonFile(file, this.stored);
  }

  get version(): number {
    return this.stored.version;
  }

  get created(): string {
    return this.stored.created;
  }

  get updated(): string {
    return this.stored.updated;
  }

  transition(stage: StageName): Transition {
    return this.stored.transitions[stage];
  }

  setTransition(stage: StageName, transition: Transition): void {
    this.stored.transitions[stage] = transition;
    writeJsonFile(this.file, this.stored);
  }
}

function allEnabled(): Record<StageName, Transition> {
  return Object.fromEntries(stageNames.map((stage) => [stage, { enabled: true }])) as Record<
    StageName,
    Transition
  >;
}

import type { Environment } from '../../environments';
import type { PipelineDefinition } from '../model/definition';
import type { PipelineEvent } from '../model/events';
import type { ObjectSource } from '../model/object-source';

export interface PipelineOptions {
  definition: PipelineDefinition;
  /** Where its state is kept. */
  folder: string;
  source: ObjectSource;
  environment: Environment;
  /** Executions to keep at least. */
  historyLimit: number;
  onEvent?(event: PipelineEvent): void;
}

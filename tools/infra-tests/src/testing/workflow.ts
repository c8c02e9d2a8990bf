import { parse } from 'yaml';
import { readText } from './repository';

/** One step of a job, the parts that the checks look at. */
export interface Step {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  if?: string;
  with?: Record<string, unknown>;
}

export interface Job {
  if?: string;
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: Record<string, unknown>;
  steps: Step[];
}

export interface Workflow {
  name: string;
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  defaults?: { run: { shell: string } };
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

/** Reads a workflow; YAML 1.2, where `on` is a plain word. */
export function readWorkflow(path: string): Workflow {
  return parse(readText(path)) as Workflow;
}

/** Every step of every job. */
export function stepsOf(workflow: Workflow): Step[] {
  return Object.values(workflow.jobs).flatMap((job) => job.steps);
}

/** A step by its name. */
export function stepNamed(job: Job | undefined, name: string): Step & { run: string } {
  const step = job?.steps.find((candidate) => candidate.name === name);
  if (!step?.run) throw new Error(`No run step is named "${name}".`);
  return { ...step, run: step.run };
}

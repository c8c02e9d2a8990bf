import type { GateResult } from '@sluice/contract';
import type { Target } from '../../config/choose-target';
import type { ReleaseContext } from '../../context';
import { evaluateGates } from '../../gates/evaluate';
import { readArchive } from '../../tags/read-tag';

/** A published archive, and what each gate would say if it were promoted now. */
export interface GatesAhead {
  commit: string;
  digest?: string;
  subject?: string;
  gateResults: GateResult[];
}

/**
 * What the gates would say now of a promotion, by the evaluator that decides on it, without a plan of what it changes.
 * @returns nothing when this commit has no archive.
 */
export async function readGatesAhead(
  context: ReleaseContext,
  target: Target,
  commit: string,
): Promise<GatesAhead | undefined> {
  const archive = await readArchive(context, commit);
  if (archive === undefined) return undefined;
  const { digest, subject } = archive.metadata;
  return { commit, digest, subject, gateResults: await evaluateGates(context, target, archive) };
}

import type { Target } from '../config/choose-target';
import type { ReleaseContext } from '../context';
import type { Stored } from '../tags/read-tag';

/** How a tag is to be moved. */
export type MoveKind = 'promotion' | 'rollback';

/** How a tag is to be moved, as far as the gates make a difference. */
export interface PromotionOptions {
  /** `promotion` when absent. */
  kind?: MoveKind;
  /** Why gates that allow it are bypassed this once. It becomes part of the reason in the history. */
  override?: string;
  /** The id of the hold that belongs to this very rollback. */
  ownHold?: string;
}

/** What a gate is asked about: an archive to promote to a tag, at a time. */
export interface GateSubject {
  context: ReleaseContext;
  /** A tag is moved for every environment that watches it, so the settings of all of them count. */
  target: Target;
  archive: Stored;
  at: Date;
  promotionOptions: PromotionOptions;
}

/** What a gate says. The evaluator adds whose answer it is, and whether an override bypasses a refusal. */
export type GateAnswer =
  | { ok: true; explanation: string }
  | {
      ok: false;
      /** One clause, such as `it was published 2h ago; prod requires archives to be at least 24h old`. */
      explanation: string;
      /** One sentence on what to do. */
      remedy: string;
      /** The commit whose rejection is in the way. */
      rejected?: string;
    };

/** A condition that must be met before a tag is moved. */
export interface Gate {
  /** As `--json` and the history name it: that of the setting in sluice.json, where it has one. */
  name: string;
  /** As a person says it; the browser shows it. */
  label: string;
  /** What it asks for, as one phrase of the docs. */
  description: string;
  /** The moves that it decides on; a rollback goes back to what has run there. */
  appliesTo: readonly MoveKind[];
  /** The moves for which an override bypasses a refusal. */
  overridableBy: readonly MoveKind[];
  /** @returns nothing where the target asks for nothing. */
  evaluate(subject: GateSubject): GateAnswer[] | Promise<GateAnswer[]>;
}

import { tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import { describeRejection, rejectionOf } from '../operate/rejection';
import type { ReleaseContext } from '../release-context';
import { describeHold, readHold } from '../tags/hold';
import type { Stored } from '../tags/read-tag';
import type { Verdict } from '../views/plan';
import type { Target } from './target';

/** How a tag is to be moved, as far as the rules make a difference. */
export interface Conduct {
  /** A rollback goes back to what has run there, so only holds and rejections concern it. */
  kind?: 'promotion' | 'rollback';
  /** Why rules that allow it may be passed over this once. It becomes part of the reason in the history. */
  override?: string;
  /** The id of the hold that belongs to this very rollback. */
  ownHold?: string;
}

const versionsToAsk = 100;

/** The one evaluator: plan, dry run and deed all go by what it says. */
export async function evaluateRules(
  context: ReleaseContext,
  target: Target,
  archive: Stored,
  conduct: Conduct = {},
): Promise<Verdict[]> {
  const isRollback = conduct.kind === 'rollback';
  const required = isRollback ? [] : target.environments.flatMap(({ requires }) => requires);
  return [
    ...(await notHeld(context, target, conduct)),
    ...(await notRejected(context, archive)),
    ...(await Promise.all([...new Set(required)].map((name) => hasBeenIn(context, name, archive)))),
  ];
}

/** A tag is held so that nothing moves it; only a rollback may be needed so badly that it says why it must. */
async function notHeld(context: ReleaseContext, { tag }: Target, conduct: Conduct): Promise<Verdict[]> {
  const hold = await readHold(context.bucket, context.prefix, tag);
  if (hold === undefined || (hold.id !== undefined && hold.id === conduct.ownHold)) return [];
  const isRollback = conduct.kind === 'rollback';
  const verdict: Verdict = {
    rule: 'hold',
    ok: false,
    explanation: describeHold(tag, hold),
    remedy: `Release the hold on "${tag}" first${isRollback ? ', or say with --override why this cannot wait' : ''}.`,
  };
  return [isRollback ? overridable(verdict, conduct) : verdict];
}

async function notRejected(context: ReleaseContext, { metadata: { commit } }: Stored): Promise<Verdict[]> {
  const rejection = commit === undefined ? undefined : await rejectionOf(context, commit);
  if (rejection === undefined) return [];
  const remedy = 'Choose another commit, or take the rejection back: reject --undo.';
  return [{ rule: 'rejected', ok: false, explanation: describeRejection(rejection), remedy }];
}

function overridable(verdict: Verdict, { override }: Conduct): Verdict {
  return verdict.ok || override === undefined ? verdict : { ...verdict, ok: true, isOverridden: true };
}

/** The reason as the history will show it, with that of the override where one was needed. */
export function recordedReason(
  reason: string | undefined,
  verdicts: Verdict[],
  { override }: Conduct,
): string | undefined {
  const passedOver = verdicts.filter(({ isOverridden }) => isOverridden).map(({ rule }) => rule);
  if (passedOver.length === 0) return reason;
  return [`override of ${passedOver.join(', ')}: ${override}`, reason].filter(Boolean).join('; ');
}

async function hasBeenIn(context: ReleaseContext, name: string, archive: Stored): Promise<Verdict> {
  const tag = context.settings.environments.find((environment) => environment.name === name)?.tag ?? name;
  const { digest } = archive.metadata;
  const key = tagKey(context.prefix, tag);
  for (const version of await context.bucket.versions(key, versionsToAsk)) {
    if (version.isDeleteMarker) continue;
    const object = await context.bucket.head(key, version.versionId);
    if (object !== undefined && digest !== undefined && decodeMetadata(object).digest === digest) {
      return { rule: 'requires', ok: true, explanation: `it has been in ${name}` };
    }
  }
  return {
    rule: 'requires',
    ok: false,
    explanation: `it has never been in ${name}`,
    remedy: `Promote it to ${name} first.`,
  };
}

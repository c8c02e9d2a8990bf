import { tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { ReleaseContext } from '../release-context';
import { describeHold, readHold } from '../tags/hold';
import type { Stored } from '../tags/read-tag';
import type { Target } from './target';

/** What one rule says of one promotion. */
export interface Verdict {
  rule: 'hold' | 'requires';
  ok: boolean;
  /** One clause, for the plan and for the refusal. */
  explanation: string;
  /** What to do when it is not ok. */
  remedy?: string;
}

const versionsToAsk = 100;

/** The one evaluator: plan, dry run and deed all go by what it says. */
export async function evaluateRules(
  context: ReleaseContext,
  target: Target,
  archive: Stored,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const hold = await readHold(context.bucket, context.prefix, target.tag);
  if (hold !== undefined) {
    verdicts.push({
      rule: 'hold',
      ok: false,
      explanation: describeHold(target.tag, hold),
      remedy: `Release the hold on "${target.tag}" first.`,
    });
  }
  const required = new Set(target.environments.flatMap(({ requires }) => requires));
  for (const name of required) verdicts.push(await hasBeenIn(context, name, archive));
  return verdicts;
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

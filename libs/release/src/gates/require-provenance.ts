import { parseDuration } from '../config/duration';
import type { EnvironmentSettings } from '../config/settings';
import { isUserFacingError, SluiceError } from '../errors';
import { commitOfKey } from '../keys';
import type { ReleaseContext } from '../context';
import type { PublicKey } from '../ports/signing';
import { distrustOf, mismatchOf, type ProvenanceProblem, type ProvenSubject } from '../provenance/check';
import { readProvenance } from '../provenance/stored';
import { storedSha256 } from '../provenance/stored-sha256';
import type { Stored } from '../tags/read-tag';
import type { Gate, GateAnswer, GateSubject } from './gate';

export const requireProvenanceGate: Gate = {
  name: 'requireProvenance',
  label: 'Provenance',
  description:
    'A trusted key signed which commit and which builder the archive is from, and its bytes are those',
  appliesTo: ['promotion'],
  overridableBy: [],
  async evaluate(subject) {
    const asking = subject.target.environments.filter(
      ({ requireProvenance }) => requireProvenance !== undefined,
    );
    if (asking.length === 0) return [];
    try {
      return await answersFor(subject, asking);
    } catch (error) {
      // What cannot be proved is not allowed, whatever the reason is.
      if (!isUserFacingError(error)) throw error;
      const explanation = `its provenance cannot be checked: ${error.message.replace(/\.$/, '')}`;
      return [{ ok: false, explanation, remedy: error.remedy }];
    }
  },
};

async function answersFor(
  { context, archive, at }: GateSubject,
  environments: readonly EnvironmentSettings[],
): Promise<GateAnswer[]> {
  const { key } = archive.object;
  // By the key, which cannot be written twice; whoever writes the object writes its metadata.
  const commit = commitOfKey(context.prefix, key);
  const told = commit === undefined ? undefined : await readProvenance(context, commit);
  const mismatch = mismatchOf(told, await subjectOf(context, archive, commit));
  if (told === undefined || mismatch !== undefined) return mismatch === undefined ? [] : [refusal(mismatch)];
  return Promise.all(
    environments.map(async ({ name, requireProvenance: rule }): Promise<GateAnswer> => {
      const trust = {
        keys: await keysOf(context, rule?.keys ?? []),
        builders: rule?.builders,
        maxAge: rule?.maxAge === undefined ? undefined : parseDuration(rule.maxAge),
      };
      const problem = distrustOf(told, trust, at);
      if (problem !== undefined) return refusal(problem, name);
      const builder = told.provenance?.builder;
      return { ok: true, explanation: `it was built by ${builder}, as a key signed that ${name} trusts` };
    }),
  );
}

function refusal({ explanation, remedy }: ProvenanceProblem, environment?: string): GateAnswer {
  const where = environment === undefined ? '' : ` (required by ${environment})`;
  return { ok: false, explanation: `${explanation}${where}`, remedy };
}

async function subjectOf(
  { bucket }: ReleaseContext,
  { object, metadata }: Stored,
  commit: string | undefined,
): Promise<ProvenSubject> {
  return { name: object.key, commit, digest: metadata.digest, sha256: await storedSha256(bucket, object) };
}

function keysOf({ readPublicKey }: ReleaseContext, references: readonly string[]): Promise<PublicKey[]> {
  if (readPublicKey === undefined)
    throw new SluiceError(
      'failed',
      'This process cannot read public keys.',
      'Promote with the sluice command.',
    );
  return Promise.all(references.map((reference) => readPublicKey(reference)));
}

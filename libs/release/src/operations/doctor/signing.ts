import type { CheckFinding } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import type { DoctorContext } from './context';
import { failed, ok, tried, warning } from './finding';

/** No statement of ours begins like this, so that a signature of it proves nothing. */
const probe = Buffer.from('sluice doctor');

const check = 'signing key';

/**
 * The key that signs what is published here, by a signature of a probe, and the keys that environments trust. Nothing
 * where no key is configured and no environment requires one.
 */
export async function signing(context: DoctorContext): Promise<CheckFinding[]> {
  const requiring = context.settings.environments.filter(
    ({ requireProvenance }) => requireProvenance !== undefined,
  );
  const trusting = requiring.map((environment) =>
    tried(`trusted keys of ${environment.name}`, () => trustedKeys(context, environment)),
  );
  return [...(await signingKey(context, requiring)), ...(await Promise.all(trusting))];
}

async function signingKey(
  context: DoctorContext,
  requiring: readonly EnvironmentSettings[],
): Promise<CheckFinding[]> {
  const { openSigner } = context;
  if (openSigner === undefined) return [];
  let isConfigured = true;
  const finding = await tried(check, async () => {
    const signer = await openSigner();
    isConfigured = signer !== undefined;
    if (signer === undefined) return unsigned(requiring);
    await signer.sign(probe);
    const others: string[] = [];
    for (const environment of requiring)
      if (!(await keyIdsOf(context, environment)).includes(signer.keyId)) others.push(environment.name);
    const id = signer.keyId.slice(0, 12);
    return others.length === 0
      ? ok(check, `What is published with these settings is signed with the key ${id}.`)
      : failed(
          check,
          `The key ${id}, which signs what is published with these settings, is not trusted by ${others.join(', ')}.`,
          'Add its public key to "keys" in sluice.json, or sign with a key that is there.',
        );
  });
  return isConfigured || requiring.length > 0 ? [finding] : [];
}

function unsigned(requiring: readonly EnvironmentSettings[]): CheckFinding {
  const names = requiring.map(({ name }) => name).join(', ');
  return warning(
    check,
    `What is published with these settings is not signed, and it cannot be promoted to ${names}.`,
    'Set SLUICE_SIGNING_KEY where the app is published. If it is set there, nothing has to be done.',
  );
}

async function trustedKeys(context: DoctorContext, environment: EnvironmentSettings): Promise<CheckFinding> {
  const { length } = await keyIdsOf(context, environment);
  return ok(
    `trusted keys of ${environment.name}`,
    length === 1 ? 'Its key can be read.' : `All ${length} keys can be read.`,
  );
}

/** Rejects where one cannot be read, as the gate then refuses. */
function keyIdsOf(
  { readPublicKey }: DoctorContext,
  { requireProvenance }: EnvironmentSettings,
): Promise<string[]> {
  const references = requireProvenance?.keys ?? [];
  return Promise.all(references.map(async (reference) => (await readPublicKey?.(reference))?.id ?? ''));
}

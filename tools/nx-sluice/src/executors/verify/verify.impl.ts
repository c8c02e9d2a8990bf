import type { Verification } from '@sluice/contract';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { publicKeyReader } from '@sluice/composition';
import {
  SluiceError,
  trustedKeys,
  verify as verifySubject,
  type ReleaseContext,
  type VerifyTrust,
} from '@sluice/release';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { shortSha } from '../../terminal/text';
import { verificationLines } from '../../terminal/verification-lines';
import type { VerifyOptions } from './schema';
import { findArchive, findSubject } from './subject';

/** One line that says what is now known. */
export function describeVerification({ subject, problem, provenance, trust }: Verification): string {
  if (problem !== undefined || provenance === undefined) return `${subject.name} is not verified.`;
  const said = `${shortSha(provenance.commit)}, built by ${provenance.builder}`;
  if (trust === 'trusted') return `Verified: ${subject.name} is ${said}.`;
  const why = trust === 'unsigned' ? 'nobody signed it' : 'no key is trusted';
  return `${subject.name} matches its provenance, ${said}; that is not proved, because ${why}.`;
}

/** Those of the command line, or of the environment that is asked for, or of all of them. */
async function trustFor(
  release: ReleaseContext,
  subject: string,
  { key, builder }: Pick<VerifyOptions, 'key' | 'builder'>,
  folder: string,
): Promise<VerifyTrust> {
  const { environments } = release.settings;
  const own = environments.filter(({ name }) => name === subject);
  const rules =
    key !== undefined
      ? [{ requireProvenance: { keys: [fromHere(key, folder)] } }]
      : own.length > 0
        ? own
        : environments;
  const builders = builder === undefined ? own[0]?.requireProvenance?.builders : [builder];
  return { keys: await trustedKeys(release, rules), builders };
}

/** As it is typed, a path is relative to the current folder; as sluice.json has it, to the workspace. */
function fromHere(key: string, folder: string): string {
  return key.startsWith('awskms:') || key.includes('-----BEGIN') ? key : resolve(folder, key);
}

export default function verify(
  options: VerifyOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const named = textOption(options.subject, 'subject', context) ?? '';
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, async () => {
    const found = existsSync(join(context.root, 'sluice.json'))
      ? await withRelease(options, context, printer, async (release) => {
          const trust = await trustFor(release, named, options, context.cwd);
          return verifySubject(release, await findSubject(release, named, context.cwd), trust);
        })
      : await verifyAnywhere(named, options, context);
    verificationLines(found).forEach((line) => printer.line(line));
    printer.done(describeVerification(found), found);
    const { problem, subject } = found;
    if (problem !== undefined)
      throw new SluiceError('refused', `${subject.name}: ${problem.explanation}.`, problem.remedy);
  });
}

/** Where nothing tells which bucket and which keys: by what lies beside the archive, and by the key that is named. */
async function verifyAnywhere(
  named: string,
  { key, builder, region }: VerifyOptions,
  { cwd }: ExecutorContext,
): Promise<Verification> {
  const read = publicKeyReader({ root: cwd, region });
  const keys = key === undefined ? [] : [await read(fromHere(key, cwd))];
  const builders = builder === undefined ? undefined : [builder];
  return verifySubject({}, await findArchive(named, cwd), { keys, builders });
}

import type { CheckFinding } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { openSigner } from '@sluice/composition';
import { runDoctor, SluiceError } from '@sluice/release';
import { doctorLines } from '../../terminal/doctor-lines';
import { runCommand } from '../../terminal/run-command';
import { stylesFor } from '../../terminal/styles';
import { createPrinter } from '../../terminal/printer';
import { count } from '../../terminal/text';
import { withRelease } from '../../composition/with-release';
import type { DoctorOptions } from './schema';

/** One line that says what is now true. */
export function describeFindings(findings: CheckFinding[]): string {
  const number = (state: CheckFinding['state']) => findings.filter((one) => one.state === state).length;
  const parts = [
    `${count(findings.length, 'check')}: ${number('ok')} ok`,
    ...(['failed', 'warning', 'unknown'] as const)
      .filter((state) => number(state) > 0)
      .map((state) => `${number(state)} ${state}`),
  ];
  return `${parts.join(', ')}.`;
}

export default function doctor(
  options: DoctorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, { rules, stacks }) => {
      const key = { root: context.root, region: release.settings.region };
      const findings = await runDoctor({
        ...release,
        rules,
        stacks,
        openSigner: () => openSigner(process.env, key),
      });
      printer.table(doctorLines(findings, stylesFor(options.json ? process.stderr : process.stdout)));
      printer.done(describeFindings(findings), { findings });
      if (findings.some(({ state }) => state === 'failed')) {
        throw new SluiceError('failed', 'doctor found problems.', 'See the fix below each failed check.');
      }
    }),
  );
}

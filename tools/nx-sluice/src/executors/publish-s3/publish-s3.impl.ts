import { resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { publish, type Publication } from '@sluice/release';
import { explained } from '../../terminal/explained';
import { createPrinter } from '../../terminal/printer';
import { shortSha } from '../../terminal/words';
import { textOption } from '../../workspace/text-option';
import { withRelease } from '../../workspace/with-release';
import type { PublishS3Options } from './schema';

/** One line that says what is now true. */
export function describePublication({ commit, archive, latest }: Publication): string {
  const sha = shortSha(commit);
  const wrote = {
    uploaded: `Published ${sha} as ${archive.key}`,
    copied: `Published ${sha} as ${archive.key}, copied inside the bucket`,
    present: `${sha} is published already`,
  }[archive.outcome];
  if (latest.outcome === 'moved') {
    const from = latest.from === undefined ? '' : ` from ${shortSha(latest.from)}`;
    return `${wrote}; latest moved${from} to ${sha}.`;
  }
  const nothing = archive.outcome === 'present' ? ' Nothing was written.' : '';
  return `${wrote}; latest was left alone: ${latest.explanation}.${nothing}`;
}

export default function publishS3(
  options: PublishS3Options,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return explained(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release) => {
      const publication = await publish(release, {
        archive: resolve(context.root, options.archive),
        allowDirty: options.allowDirty,
        force: options.force,
        reason: textOption(options.reason, 'reason', context),
      });
      printer.done(describePublication(publication), publication);
    }),
  );
}

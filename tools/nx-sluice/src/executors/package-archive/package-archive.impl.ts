import { resolve } from 'node:path';
import { collectAssets, writeArchive, type AssetPattern } from '@sluice/archive';
import type { ExecutorContext } from '@nx/devkit';
import { FailedError } from '@sluice/release';
import { explained } from '../../terminal/explained';
import { createPrinter } from '../../terminal/printer';
import { interruptible } from '../../terminal/watch/interruption';
import { bytes, count, shortDigest } from '../../terminal/words';
import type { PackageArchiveOptions } from './schema';

interface NormalizedOptions {
  /** Absolute. */
  output: string;
  assets: AssetPattern[];
  sources: boolean;
  allowSecrets: string[];
}

export function normalizeOptions(
  options: PackageArchiveOptions,
  context: ExecutorContext,
): NormalizedOptions {
  return {
    output: resolve(context.root, options.output),
    assets: (options.assets ?? []).map((asset) => ({ ...asset, glob: asset.glob ?? '**/*' })),
    sources: options.sources ?? false,
    allowSecrets: options.allowSecrets ?? [],
  };
}

export default function packageArchive(
  options: PackageArchiveOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return explained(printer, context.isVerbose, async () => {
    const { output, assets, sources, allowSecrets } = normalizeOptions(options, context);
    const files = [
      ...(await collectAssets(context.root, assets)),
      ...(sources ? await sourcesOf(context) : []),
    ];
    const {
      size,
      sha256,
      digest,
      files: number,
      contentBytes,
    } = await interruptible((signal) =>
      writeArchive({ root: context.root, files, output, allowSecrets, signal }).catch(explainInterruption),
    );
    printer.done(
      `Packed ${count(number, 'file')} (${bytes(contentBytes)}) into ${options.output}: ` +
        `${bytes(size)}, digest ${shortDigest(digest)}.`,
      { archive: options.output, size, sha256, digest, files: number, contentBytes },
    );
  });
}

/** Loads Nx itself, and so where it is needed only: the `sluice` command does without. */
async function sourcesOf(context: ExecutorContext) {
  const { hashedFiles } = await import('../../workspace/hashed-files');
  return hashedFiles(context);
}

function explainInterruption(error: Error): never {
  if (error.name !== 'AbortError') throw error;
  throw new FailedError(
    'The packing was interrupted.',
    'Run it again; nothing half-written was left behind.',
  );
}

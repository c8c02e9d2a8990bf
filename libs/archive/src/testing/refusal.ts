import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, extractArchive, verifyArchive } from '../index';

/** Verifies and unpacks a zip: both must refuse it in the same words, which are returned, and leave nothing behind. */
export async function refusal(zip: Buffer, folder: string): Promise<string> {
  const path = join(folder, 'hostile.zip');
  await writeFile(path, zip);
  const errors = [
    await failure(verifyArchive(path)),
    await failure(extractArchive(path, join(folder, 'unpacked'))),
  ];
  for (const error of errors) expect(error).toBeInstanceOf(ArchiveError);
  expect(errors[1]!.message).toBe(errors[0]!.message);
  expect(errors[0]!.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(await readdir(folder)).toEqual(['hostile.zip']);
  return errors[0]!.message;
}

async function failure(doing: Promise<unknown>): Promise<Error | undefined> {
  return doing.then(
    () => undefined,
    (error: Error) => error,
  );
}

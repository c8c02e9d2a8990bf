import { createHash } from 'node:crypto';
import { SluiceError } from '../../errors';
import { prefixFor } from '../../keys';
import type { Line } from '../../latest/line';
import { decodeValue, encodeValue } from '../../metadata/metadata';
import type { ReleaseContext } from '../../context';
import type { Stored } from '../../tags/read-tag';

/** Bytes of a project's name as the metadata keeps it. */
const longestName = 80;

/**
 * One prefix in the bucket belongs to one Nx project: a second one would move the first one's `latest` to archives of
 * other content. sluice.json says which project it is, or else the metadata of what was published last. Archives that
 * name no project, as those of older versions of Sluice, stand in nobody's way.
 * @param published what was read of the prefix.
 * @param renamedFrom the former name of this project.
 * @returns the project to record; where it is not known who publishes, the one that did so far.
 * @throws SluiceError `prefix-taken` when the prefix is another project's.
 */
export function requireOwnPlace(
  context: ReleaseContext,
  published: { line: Line; archive?: Stored },
  renamedFrom?: string,
): string | undefined {
  const { settings, prefix, publisher } = context;
  const isWholeApp = prefix === prefixFor(settings.app);
  if (isWholeApp && publisher !== undefined && settings.project !== undefined) {
    if (settings.project === publisher) return recordedName(publisher);
    throw new SluiceError(
      'prefix-taken',
      `The project "${publisher}" cannot publish ${prefix}: it belongs to "${settings.project}" according to sluice.json.`,
      `${otherPlaces(publisher)} If this is its former name, correct "project" in sluice.json.`,
    );
  }
  const { line, archive } = published;
  const projects = [line.tag?.metadata.project, archive?.metadata.project, line.register.newest?.project];
  const owners = projects.filter((name) => name !== undefined);
  if (publisher === undefined) return owners[0];
  const mine = [publisher, renamedFrom].map((name) => name && recordedName(name));
  const owner = owners.find((name) => !mine.includes(name));
  if (owner === undefined) return recordedName(publisher);
  throw new SluiceError(
    'prefix-taken',
    `The project "${publisher}" cannot publish ${prefix}: it belongs to the project "${owner}".`,
    otherPlaces(publisher),
    { details: { owner } },
  );
}

/** As it stands in metadata: names that are too long for it stay apart by a digest. */
export function recordedName(project: string): string {
  const kept = decodeValue(encodeValue(project, longestName));
  if (kept === project) return project;
  return `${kept}#${createHash('sha256').update(project).digest('hex').slice(0, 8)}`;
}

function otherPlaces(publisher: string): string {
  return `Add an app for "${publisher}" ("apps" in sluice.json), or publish it as a component of this one.`;
}

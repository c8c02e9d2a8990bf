import type { EnvironmentSettings } from '../../config/settings';

/** What S3 or CodePipeline keeps, and an entry of the activity log is made of. */
export type RecordPlace = 'tag' | 'hold' | 'log' | 'rejections' | 'run';

/**
 * `tag.prod.<version id>`, `run.prod.<execution id>`, `rejections.<version id>`: nothing in it changes as long as the
 * record is kept. Names of tags and environments have no dot; version ids may have any character of a URL.
 */
export function entryId(place: RecordPlace, name: string | undefined, record: string | undefined): string {
  return [place, ...(name === undefined ? [] : [name]), record ?? ''].join('.');
}

/** The environment whose records have this entry; nothing for an id of another form. */
export interface EntryPlace {
  place: RecordPlace;
  /** A tag; of `run`, an environment; absent for `rejections`. */
  name?: string;
}

export function placeOfEntry(id: string): EntryPlace | undefined {
  if (/^rejections\../s.test(id)) return { place: 'rejections' };
  const [, place, name] = /^(tag|hold|log|run)\.([^.]+)\../s.exec(id) ?? [];
  return name === undefined ? undefined : { place: place as RecordPlace, name };
}

/** The environments of each tag, in the order of promotion. */
export function environmentsByTag(
  environments: readonly EnvironmentSettings[],
): Map<string, EnvironmentSettings[]> {
  const byTag = new Map<string, EnvironmentSettings[]>();
  for (const environment of environments)
    byTag.set(environment.tag, [...(byTag.get(environment.tag) ?? []), environment]);
  return byTag;
}

/** `<app>/`, or `<app>/<project>/` for a component that is published alone. */
export type Prefix = string;

const archiveName = /^([0-9a-f]{40})\.zip$/;
const provenanceName = /^([0-9a-f]{40})\.intoto\.jsonl$/;

export function prefixFor(app: string, part?: string): Prefix {
  return part === undefined ? `${app}/` : `${app}/${part}/`;
}

export function archiveKey(prefix: Prefix, sha: string): string {
  return `${prefix}${sha}.zip`;
}

/** The tag that publishing moves, always forward; it needs no environment. */
export const latestTag = 'latest';

export function tagKey(prefix: Prefix, tag: string): string {
  return `${prefix}${tag}.zip`;
}

/**
 * What `latest` follows, beside the tag: every version of the tag itself starts a pipeline, so it cannot be kept there.
 * No `.zip`, so that nothing takes it for a tag.
 */
export function newestKey(prefix: Prefix): string {
  return `${prefix}${latestTag}.newest.json`;
}

export function holdKey(prefix: Prefix, tag: string): string {
  return `${prefix}${tag}.hold.json`;
}

/** Its versions tell what was done to the environments of a tag without moving it, such as a redeploy. */
export function activityKey(prefix: Prefix, tag: string): string {
  return `${prefix}${tag}.activity.json`;
}

/** Its versions tell which archives were rejected, and taken back. */
export function rejectionsKey(prefix: Prefix): string {
  return `${prefix}rejections.json`;
}

/** The folder with what is said about the archives; no name of a component begins so. */
export function provenancePrefix(prefix: Prefix): string {
  return `${prefix}_provenance/`;
}

/** Who made an archive of what, in a folder of its own: a listing of the archives is no longer for it. */
export function provenanceKey(prefix: Prefix, sha: string): string {
  return `${provenancePrefix(prefix)}${sha}.intoto.jsonl`;
}

/** The commit whose provenance lies under this key; nothing for anything else. */
export function commitOfProvenanceKey(prefix: Prefix, key: string): string | undefined {
  const folder = provenancePrefix(prefix);
  return key.startsWith(folder) ? provenanceName.exec(key.slice(folder.length))?.[1] : undefined;
}

/** The commit whose archive lies under this key; nothing for a tag or a foreign object. */
export function commitOfKey(prefix: Prefix, key: string): string | undefined {
  return key.startsWith(prefix) ? archiveName.exec(key.slice(prefix.length))?.[1] : undefined;
}

export function isCommitId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{40}$/.test(text);
}

export function shortSha(sha: string): string {
  return sha.slice(0, 8);
}

import type { ArchiveView, TaggedArchive } from '@sluice/contract';
import type { Stored } from '../tags/read-tag';

export function archiveView({ object, metadata }: Stored): ArchiveView {
  const { commit, digest, subject, author, committedAt, actor, run, reason } = metadata;
  const told = { commit, digest, subject, author, committedAt, actor, run, reason };
  return { ...told, size: object.size, writtenAt: object.lastModified.toISOString() };
}

export function taggedArchive(stored: Stored): TaggedArchive {
  const { object, metadata } = stored;
  return {
    ...archiveView(stored),
    versionId: object.versionId,
    previous: metadata.previous,
    isByHand: stored.isByHand,
  };
}

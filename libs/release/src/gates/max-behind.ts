import { commitsBehind } from '../archives/changes-between';
import { shortSha } from '../keys';
import { fetchCompleteHistory } from '../latest/complete-history';
import { newestPublishedCommit } from '../latest/newest-published';
import type { Gate } from './gate';

export const maxBehindGate: Gate = {
  name: 'maxBehind',
  label: 'Maximum distance',
  description: 'The archive is not more than this number of commits behind the newest published one',
  appliesTo: ['promotion'],
  overridableBy: ['promotion'],
  async evaluate({ context, target, archive }) {
    const environments = target.environments.filter(({ maxBehind }) => maxBehind !== undefined);
    const { commit, digest } = archive.metadata;
    if (environments.length === 0 || commit === undefined) return [];
    // What was rejected makes nothing old.
    const { archive: newest } = await newestPublishedCommit(context);
    if (newest === undefined) return [];
    const to = { commit: newest.sha, digest: newest.metadata.digest };
    const behind = await commitsBehind(context, { commit, digest }, to);
    const newestOne = `${shortSha(newest.sha)}, the newest published commit`;
    return environments.map(({ name, maxBehind = 0 }) => {
      if (behind === undefined) {
        return {
          ok: false,
          explanation: `its distance to ${newestOne}, is unknown in this clone`,
          remedy: fetchCompleteHistory(context),
        };
      }
      const distance = `it is ${behind} ${behind === 1 ? 'commit' : 'commits'} behind ${newestOne}`;
      const explanation = `${distance}, and ${name} allows at most ${maxBehind}`;
      return behind <= maxBehind
        ? { ok: true, explanation }
        : { ok: false, explanation, remedy: `Promote a newer commit, such as ${shortSha(newest.sha)}.` };
    });
  },
};

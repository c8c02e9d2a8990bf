import { describeRejectionMatch, rejectionOfContent } from '../archives/rejection-match';
import { shortSha } from '../keys';
import type { Gate } from './gate';

export const rejectionGate: Gate = {
  name: 'rejected',
  label: 'Rejection',
  description: 'Neither the archive nor another one with its content was rejected',
  appliesTo: ['promotion', 'rollback'],
  overridableBy: [],
  async evaluate({ context, archive: { metadata } }) {
    const { commit, digest } = metadata;
    if (commit === undefined) return [];
    const match = await rejectionOfContent(context, commit, digest);
    if (match === undefined) return [];
    return [
      {
        ok: false,
        explanation: describeRejectionMatch(match, commit),
        remedy: `Choose another commit, or undo the rejection of ${shortSha(match.commit)}.`,
        rejected: match.commit,
      },
    ];
  },
};

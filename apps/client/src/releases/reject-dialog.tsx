import { useApi } from '../api/api-context';
import { useNotices } from '../shell/notices';
import ReasonDialog from '../shell/reason-dialog';
import { CommitId } from '../text/commit-id';
import { shortId } from '../text/short-id';

interface Props {
  commit: string;
  /** Undoes the rejection instead. */
  isUndoing?: boolean;
  onDone(): void;
  onClose(): void;
}

export default function RejectDialog({ commit, isUndoing = false, onDone, onClose }: Props) {
  const api = useApi();
  const tell = useNotices();
  const told = {
    rejected: 'is rejected and can no longer be promoted.',
    accepted: 'can be promoted again.',
    unchanged: isUndoing ? 'was not rejected.' : 'was already rejected.',
  };
  return (
    <ReasonDialog
      title={isUndoing ? 'Undo rejection?' : 'Reject this release?'}
      action={isUndoing ? 'Undo rejection' : 'Reject'}
      reason={
        isUndoing
          ? {
              limit: 500,
              isOptional: true,
              description: 'Reason for undoing the rejection. Recorded in the history.',
            }
          : { limit: 256, description: 'Shown to everyone who tries to promote this release.' }
      }
      onClose={onClose}
      onConfirm={async (reason) => {
        const { outcome } = await (isUndoing
          ? api.accept(commit, reason ? { reason } : {})
          : api.reject(commit, { reason }));
        const type = outcome === 'unchanged' ? 'info' : 'success';
        tell({ type, text: `${shortId(commit)} ${told[outcome]}` });
        onDone();
      }}
    >
      {isUndoing ? (
        <>
          <CommitId commit={commit} /> can be promoted again.
        </>
      ) : (
        <>
          <CommitId commit={commit} /> stays deployed where it is now and stays in the history. No promotion
          or rollback to it is allowed.
        </>
      )}
    </ReasonDialog>
  );
}

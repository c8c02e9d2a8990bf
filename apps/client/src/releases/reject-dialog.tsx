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
    rejected: 'is rejected: nobody can promote it.',
    accepted: 'may be promoted again.',
    unchanged: isUndoing ? 'was not rejected.' : 'was rejected already.',
  };
  return (
    <ReasonDialog
      title={isUndoing ? 'Take the rejection back?' : 'Reject this release?'}
      action={isUndoing ? 'Take it back' : 'Reject'}
      reason={
        isUndoing
          ? {
              limit: 500,
              isOptional: true,
              description: 'Why it may be promoted again; the history will show it.',
            }
          : { limit: 256, description: 'Who wants to promote it will read this.' }
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
          <CommitId commit={commit} /> may be promoted again.
        </>
      ) : (
        <>
          <CommitId commit={commit} /> stays where it is now and in the history, but cannot be promoted or
          rolled back to any more.
        </>
      )}
    </ReasonDialog>
  );
}

import type { EnvironmentCard } from '@sluice/contract';
import { useApi } from '../api/api-context';
import { useNotices } from '../shell/notices';
import ReasonDialog from '../shell/reason-dialog';
import { CommitId } from '../text/commit-id';
import { listing } from '../text/count';

interface Props {
  /** With something on its tag, as it is on the screen. */
  environment: EnvironmentCard;
  onClose(): void;
}

export default function RedeployDialog({ environment, onClose }: Props) {
  const { name, tag, current, sharesTagWith, confirm } = environment;
  const api = useApi();
  const tell = useNotices();
  return (
    <ReasonDialog
      title={`Redeploy ${name}?`}
      action="Redeploy"
      reason={{ limit: 500, description: 'Recorded in the history with your name.' }}
      name={confirm ? name : undefined}
      onClose={onClose}
      onConfirm={async (reason, typed) => {
        const confirmation = confirm ? typed : undefined;
        const request = { expects: current?.versionId ?? '', reason, confirmation };
        const { started } = await api.redeploy(name, request);
        const names = started.map(({ environment: started }) => started);
        tell({ type: 'success', text: `Restarted the pipeline of ${listing(names)}.` });
      }}
    >
      The pipeline deploys <CommitId commit={current?.commit} /> again, the commit that {tag}.zip has now. Use
      this after a secret or setting has changed. The tag does not change.
      {sharesTagWith.length > 0 &&
        ` ${listing(sharesTagWith)} ${sharesTagWith.length === 1 ? 'watches' : 'watch'} the same tag; only the pipeline of this environment runs.`}
    </ReasonDialog>
  );
}

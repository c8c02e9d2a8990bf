import type { EnvironmentCard } from '@sluice/contract';
import { useApi } from '../api/api-context';
import { useNotices } from '../shell/notices';
import ReasonDialog from '../shell/reason-dialog';
import { shortId } from '../text/short-id';
import { latestTag } from './latest-tag';
import { Told } from './environment-notices';

interface Props {
  environment: EnvironmentCard;
  onClose(): void;
}

export default function UnholdDialog({ environment: { name, tag, hold = {} }, onClose }: Props) {
  const api = useApi();
  const tell = useNotices();
  return (
    <ReasonDialog
      title={`Remove the hold from ${name}?`}
      action="Remove hold"
      reason={{ limit: 500, isOptional: true, description: 'Reason for removing the hold.' }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const { outcome, movedTo } = await api.removeHold(name, reason ? { reason } : {});
        const moved = movedTo === undefined ? '' : ` ${tag}.zip moved to ${shortId(movedTo)}.`;
        tell(
          outcome === 'unchanged'
            ? { type: 'info', text: `${name} was not on hold.` }
            : { type: 'success', text: `Hold removed from ${name}.${moved}` },
        );
      }}
    >
      <Told {...hold} />
      {tag === latestTag && <p>Releases published in the meantime are deployed immediately.</p>}
    </ReasonDialog>
  );
}

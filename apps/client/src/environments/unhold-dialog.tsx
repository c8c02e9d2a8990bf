import type { EnvironmentCard } from '@sluice/contract';
import { useApi } from '../api/api-context';
import { useNotices } from '../shell/notices';
import ReasonDialog from '../shell/reason-dialog';
import { shortId } from '../text/short-id';
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
      title={`Release the hold on ${name}?`}
      action="Release hold"
      reason={{ limit: 500, isOptional: true, description: 'Why it may move again.' }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const { outcome, movedTo } = await api.removeHold(name, reason ? { reason } : {});
        const moved = movedTo === undefined ? '' : ` ${tag}.zip went on to ${shortId(movedTo)}.`;
        tell(
          outcome === 'unchanged'
            ? { type: 'info', text: `${name} was not held any more.` }
            : { type: 'success', text: `The hold on ${name} is released.${moved}` },
        );
      }}
    >
      <Told {...hold} />
      {tag === 'latest' && <p>Releases that were published meanwhile come at once.</p>}
    </ReasonDialog>
  );
}

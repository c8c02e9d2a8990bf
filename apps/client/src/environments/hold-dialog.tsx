import type { EnvironmentCard } from '@sluice/contract';
import { useApi } from '../api/api-context';
import { useNotices } from '../shell/notices';
import ReasonDialog from '../shell/reason-dialog';
import { listing } from '../text/count';

interface Props {
  environment: EnvironmentCard;
  onClose(): void;
}

export default function HoldDialog({ environment: { name, tag, sharesTagWith }, onClose }: Props) {
  const api = useApi();
  const tell = useNotices();
  return (
    <ReasonDialog
      title={`Hold ${name}?`}
      action="Hold"
      reason={{ limit: 500, description: 'Everybody who wants to move it will read this.' }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const { outcome } = await api.hold(name, { reason });
        tell(
          outcome === 'unchanged'
            ? { type: 'info', text: `${name} was held already; that hold stands.` }
            : { type: 'success', text: `${name} is held.` },
        );
      }}
    >
      Nothing moves {tag}.zip until the hold is released.
      {sharesTagWith.length > 0 &&
        ` ${listing(sharesTagWith)} ${sharesTagWith.length === 1 ? 'watches the same tag and is' : 'watch the same tag and are'} held with it.`}
    </ReasonDialog>
  );
}

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
      title={`Put ${name} on hold?`}
      action="Hold"
      reason={{ limit: 500, description: 'Shown to everyone who tries to change this environment.' }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const { outcome } = await api.hold(name, { reason });
        tell(
          outcome === 'unchanged'
            ? { type: 'info', text: `${name} is already on hold.` }
            : { type: 'success', text: `${name} is on hold.` },
        );
      }}
    >
      {tag}.zip does not change until the hold is removed.
      {sharesTagWith.length > 0 &&
        ` ${listing(sharesTagWith)} ${sharesTagWith.length === 1 ? 'watches the same tag and is' : 'watch the same tag and are'} on hold too.`}
    </ReasonDialog>
  );
}

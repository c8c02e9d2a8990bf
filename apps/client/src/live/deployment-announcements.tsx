import { useEffect } from 'react';
import { useAnnouncer } from '../shell/announcer';
import { visibleText } from '../text/visible-text';
import { deploymentEnds } from './deployment-ends';
import { useLiveBoard } from './use-live';

/** Says when a pipeline's run has ended, whatever view is open. */
export function DeploymentAnnouncements() {
  const live = useLiveBoard();
  const announce = useAnnouncer();
  useEffect(() => {
    let before = live.getState().board;
    return live.subscribe(() => {
      const { board } = live.getState();
      if (!board || board === before) return;
      const ends = before ? deploymentEnds(before, board) : [];
      before = board;
      if (ends.length > 0) announce(visibleText(ends.join(' ')));
    });
  }, [live, announce]);
  return null;
}

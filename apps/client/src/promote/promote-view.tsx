import { useParams, useSearchParams } from 'react-router';
import { NoSuchEnvironment } from '../environments/no-such-environment';
import { useBoard } from '../live/use-live';
import { Page } from '../shell/page';
import { visibleText } from '../text/visible-text';
import { ChooseRelease } from './choose-release';
import { MoveView } from './move-view';

/** `/environments/:name/promote?commit=&watch=`: choose a release, look at the plan, do it, watch it. */
export default function PromoteView() {
  const { name = '' } = useParams();
  const [query] = useSearchParams();
  const board = useBoard();
  const commit = query.get('commit');
  const title = `Promote to ${visibleText(name)}`;
  if (commit) return <MoveView key={commit} kind="promotion" name={name} commit={commit} title={title} />;
  if (board?.environments.every((environment) => environment.name !== name))
    return <NoSuchEnvironment name={name} />;
  return (
    <Page title={title} step="choose" description="Select a release to promote.">
      <ChooseRelease name={name} />
    </Page>
  );
}

import { useParams, useSearchParams } from 'react-router';
import { Page } from '../shell/page';
import { ChooseRelease } from './choose-release';
import { MoveView } from './move-view';

/** `/environments/:name/promote?commit=&watch=`: choose a release, look at the plan, do it, watch it. */
export default function PromoteView() {
  const { name = '' } = useParams();
  const [query] = useSearchParams();
  const commit = query.get('commit');
  const title = `Promote to ${name}`;
  if (commit) return <MoveView key={commit} kind="promotion" name={name} commit={commit} title={title} />;
  return (
    <Page title={title} step="choose" description="Choose the release that is to come.">
      <ChooseRelease name={name} />
    </Page>
  );
}

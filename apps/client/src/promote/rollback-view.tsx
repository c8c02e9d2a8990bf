import { useParams, useSearchParams } from 'react-router';
import { visibleText } from '../text/visible-text';
import { MoveView } from './move-view';

/**
 * `/environments/:name/rollback?commit=&watch=`: back to an earlier version that was chosen, or to the last one that was
 * deployed successfully, and a hold that keeps it there.
 */
export default function RollbackView() {
  const { name = '' } = useParams();
  const [query] = useSearchParams();
  const commit = query.get('commit') ?? undefined;
  return <MoveView kind="rollback" name={name} commit={commit} title={`Roll back ${visibleText(name)}`} />;
}

import { useParams } from 'react-router';
import { visibleText } from '../text/visible-text';
import { MoveView } from './move-view';

/** `/environments/:name/rollback?watch=`: back to the last version that was deployed successfully, and a hold that keeps it there. */
export default function RollbackView() {
  const { name = '' } = useParams();
  return <MoveView kind="rollback" name={name} title={`Roll back ${visibleText(name)}`} />;
}

import type { Pipelines } from '../ports/pipelines';
import type { ReleaseContext } from '../release-context';

/** What the operations work with. Without pipelines they go by the bucket alone, and say so where it matters. */
export type OperateContext = ReleaseContext & { pipelines?: Pipelines };

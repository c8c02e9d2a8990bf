import Skeleton from '@cloudscape-design/components/skeleton';

/** Stands in the place of a view until its code is there. */
export function ViewSkeleton() {
  return (
    <div className="view-skeleton" role="status" aria-label="Loading">
      <Skeleton variant="text-heading-xl" width="14rem" />
      <Skeleton height="12rem" />
    </div>
  );
}

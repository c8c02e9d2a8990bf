import type { CheckFinding } from '@sluice/contract';
import { tagKey } from '../../keys';
import { placesOf, type PlaceOfEnvironments } from '../../places/places';
import { bucketSettings } from './bucket-settings';
import type { DoctorContext } from './context';
import { failed, ok, tried } from './finding';

/** The buckets that environments have of their own. */
export async function placesChecked(context: DoctorContext): Promise<CheckFinding[]> {
  return (await Promise.all(placesOf(context.settings).map((one) => placeChecked(context, one)))).flat();
}

async function placeChecked(
  { bucket, prefix }: DoctorContext,
  { place, environments }: PlaceOfEnvironments,
): Promise<CheckFinding[]> {
  const key = tagKey(prefix, environments[0]?.tag ?? '');
  const of = ` of ${environments.map(({ name }) => name).join(', ')}`;
  const reached = await tried(`bucket${of}`, async () => {
    const versioning = await bucket.versioning(key);
    if (versioning === 'enabled')
      return ok(`bucket${of}`, `The bucket "${place.bucket}" is reachable and has versioning enabled.`);
    return failed(
      `bucket${of}`,
      `The bucket "${place.bucket}" does not have versioning enabled.`,
      `Enable it: aws s3api put-bucket-versioning --bucket ${place.bucket} --versioning-configuration Status=Enabled`,
    );
  });
  if (reached.state === 'failed') return [reached];
  const facts = await bucket.facts(key);
  return [reached, ...bucketSettings({ name: place.bucket, region: place.region, facts, of })];
}

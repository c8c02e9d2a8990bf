import { describeBucket } from './describe-bucket';
import { openLocalCloudBucket } from './testing/local-cloud-bucket';

describeBucket('local-cloud', openLocalCloudBucket);

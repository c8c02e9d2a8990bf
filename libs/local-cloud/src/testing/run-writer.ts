import { createHash, randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { connectLocalCloud } from '../open';
import { bucket as Bucket, clientOf } from './cloud';

/** A process of its own that writes until it is killed, and says after each write what was acknowledged. */
async function main(folder: string, name: string): Promise<void> {
  const cloud = await connectLocalCloud({ folder });
  const client = clientOf(cloud);
  for (;;) {
    const body = randomBytes(Math.floor(Math.random() * 200_000));
    const Key = Math.random() < 0.5 ? 'shared' : `own/${name}`;
    const { VersionId } = await client.send(
      new PutObjectCommand({ Bucket, Key, Body: body, ContentLength: body.length }),
    );
    const sha256 = createHash('sha256').update(body).digest('hex');
    process.stdout.write(`${JSON.stringify({ Key, VersionId, sha256 })}\n`);
  }
}

void main(process.argv[2]!, process.argv[3]!);

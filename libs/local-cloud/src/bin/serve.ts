import { parseArgs } from 'node:util';
import { LocalCloudError } from '../local-cloud-error';
import type { LocalCloud } from '../open';
import { ensureBucket, openLocalCloud } from '../open';

const usage = 'Usage: serve [--folder=.sluice] [--port=9000] [--bucket=<name>]';

interface Flags {
  folder: string;
  port: number;
  bucket?: string;
}

async function main(): Promise<void> {
  const { folder, port, bucket } = readFlags(process.argv.slice(2));
  const cloud = await openLocalCloud({ folder, port });
  try {
    if (bucket !== undefined) await ensureBucket(cloud, bucket);
  } catch (error) {
    await cloud.close();
    throw error;
  }
  process.stdout.write(promotable(cloud, bucket));
  const stop = (): void => {
    void cloud.close().then(() => process.stdout.write('The local cloud has stopped.\n'));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** @throws LocalCloudError when they are invalid. */
function readFlags(args: string[]): Flags {
  try {
    const { values } = parseArgs({
      args,
      options: {
        folder: { type: 'string', default: '.sluice' },
        port: { type: 'string', default: '9000' },
        bucket: { type: 'string' },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${values.port} is not a port`);
    return { folder: values.folder, port, bucket: values.bucket };
  } catch (cause) {
    throw new LocalCloudError(`Invalid arguments: ${(cause as Error).message}.`, usage, { cause });
  }
}

function promotable(cloud: LocalCloud, bucket: string | undefined): string {
  return [
    `The local cloud serves ${cloud.folder} at ${cloud.endpoint} until Ctrl-C. Its key:`,
    '',
    `  export AWS_ACCESS_KEY_ID=${cloud.accessKeyId}`,
    `  export AWS_SECRET_ACCESS_KEY=${cloud.secretAccessKey}`,
    `  export AWS_REGION=${cloud.region}`,
    `  aws --endpoint-url ${cloud.endpoint} s3 ls${bucket === undefined ? '' : ` s3://${bucket}`}`,
    '',
    '',
  ].join('\n');
}

main().catch((error: Error & { remedy?: string }) => {
  process.stderr.write(`${error.message}\n${error.remedy ?? ''}\n`);
  process.exitCode = 1;
});

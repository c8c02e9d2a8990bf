import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '../environment';
import type { ProcessIdentity } from '../processes/process-identity';
import { environmentDefinition } from './servers';

/** Deploys the version in the second folder to an environment in the first, and tells its address and server. */
async function main([state = '', folder = '']: string[]): Promise<void> {
  const environment = await Environment.open({ definition: environmentDefinition(), folder: state });
  await environment.deploy({ id: 'one', folder, variables: { digest: 'one' } }, new AbortController().signal);
  const [file = ''] = readdirSync(join(state, 'processes'));
  const members = JSON.parse(readFileSync(join(state, 'processes', file), 'utf8')) as ProcessIdentity[];
  process.send?.({ url: environment.url, server: members[1]?.pid });
}

void main(process.argv.slice(2));

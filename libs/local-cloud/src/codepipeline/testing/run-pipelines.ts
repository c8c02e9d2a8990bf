import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../environments/testing/eventually';
import { serverScripts } from '../../environments/testing/servers';
import { PipelineCloud, pipelineDefinition } from './pipeline-cloud';

/**
 * Deploys `one`, begins to deploy `two`, whose build never ends here, and tells how far it has come. Then it waits to
 * be killed.
 */
async function main([folder = '']: string[]): Promise<void> {
  const test = new PipelineCloud(folder);
  const definition = pipelineDefinition('stage');
  let builds = 0;
  const build: typeof definition.build = async (context) => {
    builds += 1;
    return builds === 1 ? definition.build(context) : new Promise<void>(() => undefined);
  };
  await test.open([{ ...definition, build }]);
  const one = await test.publish('one', serverScripts.healthy);
  await test.execution(definition.name, one, 'Succeeded');
  const two = await test.publish('two', serverScripts.healthy);
  await eventually(() => builds === 2);
  const processes = join(folder, 'pipelines', 'environments', 'stage', 'processes');
  const servers = readdirSync(processes).flatMap(
    (name) => JSON.parse(readFileSync(join(processes, name), 'utf8')) as unknown[],
  );
  process.send?.({ one, two, servers });
}

void main(process.argv.slice(2));

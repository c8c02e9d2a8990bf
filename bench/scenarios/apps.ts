import { dirname, join } from 'node:path';
import { type Cloud, openCloud } from '../cloud';
import { ManyApps } from '../many-apps';
import { type Contender, run, takeTurns } from '../measure';
import { type Result, toResult } from '../statistics';
import type { BenchWorkspace } from '../workspace';

/** A commit that changes one app: `nx affected -t publish` among 100 apps, and where that app is the only one. */
export async function affected({ root }: BenchWorkspace, rounds: number): Promise<Result> {
  const clouds: Cloud[] = [];
  const contender = async (count: number): Promise<Contender> => {
    const apps = new ManyApps(join(dirname(root), `apps-${count}`), count);
    await apps.create();
    const cloud = await openCloud();
    clouds.push(cloud);
    await run(apps.nx(cloud, 'run-many', '-t', 'publish'));
    let round = 0;
    return {
      name: `nx affected, ${count} ${count === 1 ? 'app' : 'apps'}`,
      prepare: async () => {
        round += 1;
        await apps.change('app-0', round);
        apps.commit(`round ${round}`);
      },
      commands: [apps.nx(cloud, 'affected', '-t', 'publish', '--base=HEAD~1')],
    };
  };
  try {
    const many = await contender(100);
    const one = await contender(1);
    return toResult('one of 100 apps changed', await takeTurns([many, one], rounds), {
      goals: { [one.name]: 1.3 },
    });
  } finally {
    for (const cloud of clouds) await cloud.close();
  }
}

/** What `publish` adds to the start of Nx where nothing has changed: its archive comes from the cache, or lies there. */
export async function publishByNx({ root }: BenchWorkspace, rounds: number): Promise<Result> {
  const apps = new ManyApps(join(dirname(root), 'apps-nx'), 1);
  await apps.create();
  const cloud = await openCloud();
  try {
    const task = (name: string, target: string) => ({
      name,
      commands: [apps.nx(cloud, 'run', `app-0:${target}`)],
    });
    const ours = task('nx run app:publish', 'publish');
    const idle = task('an executor that does nothing', 'idle');
    await run(ours.commands[0]!);
    const all = await takeTurns([ours, idle, task('nx:noop, without a process', 'noop')], rounds);
    return toResult('publish with Nx, nothing new', all, { goals: { [idle.name]: 1.15 } });
  } finally {
    await cloud.close();
  }
}

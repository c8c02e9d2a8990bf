import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Cloud, openCloud } from '../cloud';
import { type Command, type Contender, run, takeTurns } from '../measure';
import { type Result, toResult } from '../statistics';
import { type BenchWorkspace, repository } from '../workspace';

/** A workspace of so many apps, each a project that packs and publishes one file of its own. */
class ManyApps {
  constructor(
    private readonly root: string,
    private readonly count: number,
  ) {}

  async create(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
    const names = Array.from({ length: this.count }, (_, index) => `app-${index}`);
    await this.write('package.json', { name: 'many-apps', private: true });
    await this.write('nx.json', { analytics: false, neverConnectToCloud: true, plugins: ['nx-sluice'] });
    const environments = { stage: { tag: 'latest' } };
    await this.write('sluice.json', {
      region: 'us-east-1',
      apps: Object.fromEntries(names.map((name) => [name, { environments }])),
    });
    await writeFile(join(this.root, '.gitignore'), 'dist\nnode_modules\n.sluice\n.nx\n');
    await symlink(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    for (const name of names) {
      const assets = [{ input: `apps/${name}/src`, glob: '**/*', output: 'app' }];
      const archive = `dist/archives/${name}.zip`;
      await this.write(`apps/${name}/project.json`, {
        name,
        targets: {
          package: {
            executor: 'nx-sluice:package-archive',
            cache: true,
            outputs: ['{options.output}'],
            options: { output: archive, assets },
          },
          publish: { executor: 'nx-sluice:publish-s3', dependsOn: ['package'], options: { archive } },
        },
      });
      await this.change(name, 0);
    }
    this.git('init', '-q');
    this.commit('first');
  }

  /** Changes one file of an app. */
  async change(name: string, round: number): Promise<void> {
    const file = join(this.root, `apps/${name}/src/main.js`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `console.log('${name}', ${round});\n`);
  }

  commit(subject: string): void {
    this.git('add', '.');
    this.git('commit', '-q', '--allow-empty', '-m', subject);
  }

  nx(cloud: Cloud, ...args: string[]): Command {
    const env = {
      ...cloud.env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_CACHE_DIRECTORY: join(this.root, '.nx/cache'),
    };
    const nx = require.resolve('nx/bin/nx');
    return { program: process.execPath, args: [nx, ...args], cwd: this.root, env };
  }

  private git(...args: string[]): void {
    const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
    execFileSync('git', [...identity, ...args], { cwd: this.root });
  }

  private async write(name: string, value: unknown): Promise<void> {
    const path = join(this.root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
  }
}

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

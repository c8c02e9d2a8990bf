import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cloud } from './cloud';
import type { Command } from './measure';
import { repository } from './workspace';

/** A workspace of so many apps, each a project that packs and publishes one file of its own. */
export class ManyApps {
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
          noop: { executor: 'nx:noop' },
          idle: { executor: './idle:idle' },
          publish: { executor: 'nx-sluice:publish-s3', dependsOn: ['package'], options: { archive } },
        },
      });
      await this.change(name, 0);
    }
    await this.writeIdleExecutor();
    this.git('init', '-q');
    this.commit('first');
  }

  /** An executor that does nothing, in a process of its own as every executor. */
  private async writeIdleExecutor(): Promise<void> {
    await this.write('idle/package.json', { name: 'idle', version: '0.0.0', executors: './executors.json' });
    const schema = './schema.json';
    await this.write('idle/executors.json', { executors: { idle: { implementation: './idle.js', schema } } });
    await this.write('idle/schema.json', { version: 2, type: 'object', properties: {} });
    await writeFile(join(this.root, 'idle/idle.js'), 'exports.default = async () => ({ success: true });\n');
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

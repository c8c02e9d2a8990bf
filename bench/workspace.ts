import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildTree, shapes, type TreeName } from './trees';
import type { Command } from './measure';

export const repository = resolve(__dirname, '..');
/** The compiled command: what users get. */
const sluice = join(repository, 'dist/nx-sluice/bin/sluice.cjs');

/** A workspace with one app, whose build is already there: the tree lies in `dist/app`. */
export class BenchWorkspace {
  private constructor(
    readonly root: string,
    readonly tree: string,
    readonly name: TreeName,
  ) {}

  static async create(folder: string, name: TreeName): Promise<BenchWorkspace> {
    const root = join(folder, name);
    await mkdir(join(root, 'dist'), { recursive: true });
    const workspace = new BenchWorkspace(root, join(root, 'dist/app'), name);
    await buildTree(workspace.tree, shapes[name], name);
    await workspace.configure();
    return workspace;
  }

  get archive(): string {
    return join(this.root, 'dist/archives/app.zip');
  }

  sluice(...args: string[]): Command {
    return { program: process.execPath, args: [sluice, ...args], cwd: this.root };
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
    return execFileSync('git', [...identity, ...args], { cwd: this.root, encoding: 'utf8' }).trim();
  }

  private async configure(): Promise<void> {
    const json = (name: string, value: unknown) =>
      writeFile(join(this.root, name), `${JSON.stringify(value, null, 2)}\n`);
    const archive = 'dist/archives/app.zip';
    await json('package.json', { name: 'bench', private: true });
    await json('nx.json', { analytics: false, neverConnectToCloud: true });
    await json('sluice.json', {
      app: 'bench',
      region: 'us-east-1',
      environments: { stage: { tag: 'latest' }, uat: { tag: 'uat' } },
    });
    await json('project.json', {
      name: 'app',
      targets: {
        package: {
          executor: 'nx-sluice:package-archive',
          options: { output: archive, assets: [{ input: 'dist/app', glob: '**/*', output: 'app' }] },
        },
        publish: { executor: 'nx-sluice:publish-s3', options: { archive } },
        promote: { executor: 'nx-sluice:promote' },
      },
    });
    await writeFile(join(this.root, '.gitignore'), 'dist\nnode_modules\n.sluice\n.nx\n');
    if (!existsSync(join(this.root, 'node_modules')))
      await symlink(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    if (!existsSync(join(this.root, '.git'))) {
      this.git('init', '-q');
      this.git('add', '.');
      this.git('commit', '-qm', 'first');
    }
  }
}

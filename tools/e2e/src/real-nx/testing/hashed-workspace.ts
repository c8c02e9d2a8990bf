import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readManifest, withFileSource } from '@sluice/archive';
import { AnsweringProcess } from './answering-process';

const repository = resolve(__dirname, '../../../../..');
const output = 'dist/archives/app.zip';

export interface Content {
  /** By path; the text is of no interest where it is not JSON. */
  files: Record<string, string | object>;
  /** By path, what the link says. */
  links?: Record<string, string>;
}

/** A workspace whose project `app` is packed with its sources, in one process of Nx that stays. */
export class HashedWorkspace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-hashes-'));
  private readonly root = join(this.folder, 'workspace');
  private readonly process: AnsweringProcess;

  constructor() {
    mkdirSync(this.root);
    const env = {
      ...process.env,
      HOME: this.folder,
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_CACHE_DIRECTORY: join(this.folder, 'cache'),
      NX_WORKSPACE_DATA_DIRECTORY: join(this.folder, 'data'),
    };
    this.process = new AnsweringProcess('nx-hashes.cjs', { cwd: this.root, env });
  }

  /**
   * Replaces all that is in the workspace, and packs it.
   * @param options of the target `package`, and its inputs
   * @returns what was said where it was refused
   */
  async pack({ files, links = {} }: Content, inputs: unknown, assets: unknown[] = []): Promise<string> {
    // The folder itself is where the process works.
    for (const name of readdirSync(this.root)) rmSync(join(this.root, name), { recursive: true });
    const target = {
      executor: 'nx-sluice:package-archive',
      dependsOn: ['^build'],
      inputs,
      options: { output, sources: true, assets },
    };
    const written = {
      'nx.json': {
        analytics: false,
        neverConnectToCloud: true,
        plugins: [join(repository, 'tools/nx-sluice/plugin.cjs')],
        namedInputs: {
          default: ['{projectRoot}/**/*'],
          production: ['default', '!{projectRoot}/**/*.spec.ts'],
        },
      },
      'package.json': { name: 'small', private: true, version: '1.0.0' },
      'apps/app/project.json': { name: 'app', implicitDependencies: ['lib'], targets: { package: target } },
      ...files,
    };
    symlinkSync(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    const texts = Object.entries(written).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : JSON.stringify(content),
    ]);
    for (const path of [...Object.keys(written), ...Object.keys(links)])
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
    for (const [path, text] of Object.entries(links)) symlinkSync(text, join(this.root, path));
    for (const [path = '', text = ''] of texts) writeFileSync(join(this.root, path), text);
    execFileSync('git', ['init', '-q'], { cwd: this.root });
    execFileSync('git', ['add', '-A'], { cwd: this.root });
    return this.process.ask<string>({ ask: 'pack', files: Object.fromEntries(texts) as object });
  }

  /** The paths in the archive, without that of its manifest. */
  async packed(): Promise<string[]> {
    const { files } = await withFileSource(join(this.root, output), readManifest);
    return files.map(({ path }) => path);
  }

  get isPacked(): boolean {
    return existsSync(join(this.root, output));
  }

  inputs(): Promise<string[]> {
    return this.process.ask({ ask: 'inputs' });
  }

  /** What `nx show target inputs app:package --check` says is no input. */
  unmatched(paths: string[]): Promise<string[]> {
    return this.process.ask({ ask: 'unmatched', paths });
  }

  /** Those that may be touched while the hash of the task remains. */
  unseen(paths: string[]): Promise<string[]> {
    return this.process.ask({ ask: 'unseen', paths });
  }

  async dispose(): Promise<void> {
    await this.process.end();
    rmSync(this.folder, { recursive: true });
  }
}

import { latestTag } from '@sluice/release';
import type { Tree } from '@nx/devkit';
import { JsonFile } from './json-file';

export const settingsPath = 'sluice.json';

const schemaPath = './node_modules/nx-sluice/schemas/sluice.schema.json';

/** What a new app starts with: stage follows main, uat takes what a person chooses, prod what uat has run. */
const environments = {
  stage: { tag: latestTag },
  uat: { tag: 'uat' },
  prod: { tag: 'prod', requires: ['uat'], confirm: true },
};

export interface EnvironmentInFile {
  tag: string;
  requires?: string[];
  confirm?: boolean;
}

/** sluice.json, in either of its forms: one app, or several below `apps`. */
export class SettingsFile {
  private readonly file: JsonFile;

  constructor(private readonly tree: Tree) {
    this.file = new JsonFile(tree, settingsPath);
  }

  get exists(): boolean {
    return this.tree.exists(settingsPath);
  }

  private get hasSeveral(): boolean {
    return this.file.get(['apps']) !== undefined;
  }

  /** The names of the apps, in the order of the file. */
  get apps(): string[] {
    if (this.hasSeveral) return Object.keys(this.file.get(['apps']) as object);
    const app = this.file.get(['app']);
    return typeof app === 'string' ? [app] : [];
  }

  projectOf(app: string): string | undefined {
    return this.file.get([...this.at(app), 'project']) as string | undefined;
  }

  /** The app that a project publishes, where the file says so. */
  appOf(project: string): string | undefined {
    return this.apps.find((app) => this.projectOf(app) === project);
  }

  /** The command that starts an app, where the file names one. */
  startCommandOf(app: string): string | undefined {
    return this.file.get([...this.at(app), 'start', 'command']) as string | undefined;
  }

  environmentsOf(app: string): Record<string, EnvironmentInFile> {
    return (this.file.get([...this.at(app), 'environments']) ?? {}) as Record<string, EnvironmentInFile>;
  }

  /**
   * Lets a project publish an app; a new app gets three environments.
   * @returns whether anything changed
   * @throws Error when another project publishes the app.
   */
  giveApp(app: string, project: string | undefined): boolean {
    if (this.apps.length === 0) return this.create(app, project);
    if (!this.apps.includes(app)) {
      this.allowSeveral();
      return this.file.set(['apps', app], { ...(project === undefined ? {} : { project }), environments });
    }
    if (project === undefined) return false;
    const owner = this.projectOf(app);
    if (owner !== undefined && owner !== project) {
      throw new Error(
        `The project "${owner}" publishes the app "${app}" already. Choose another name with --app, or change "project" in ${settingsPath}.`,
      );
    }
    return this.file.set([...this.at(app), 'project'], project);
  }

  /** Of a file with one app: its environments stay as they are. */
  renameOnlyApp(name: string): void {
    if (!this.hasSeveral) this.file.set(['app'], name);
  }

  /** @throws Error when the environment is there, and watches another tag. */
  giveEnvironment(app: string, name: string, environment: EnvironmentInFile): boolean {
    const found = this.environmentsOf(app)[name];
    if (found === undefined) return this.file.set([...this.at(app), 'environments', name], environment);
    if (found.tag === environment.tag) return false;
    throw new Error(
      `The environment "${name}" of "${app}" watches the tag "${found.tag}". Change it in ${settingsPath}, and run Init again for its pipeline.`,
    );
  }

  save(): void {
    this.file.save();
  }

  private at(app: string): string[] {
    return this.hasSeveral ? ['apps', app] : [];
  }

  private create(app: string, project: string | undefined): boolean {
    const before = this.tree.exists(settingsPath);
    if (!before) this.file.set(['$schema'], schemaPath);
    this.file.set(['app'], app);
    if (project !== undefined) this.file.set(['project'], project);
    this.file.set(['environments'], environments);
    return true;
  }

  /** Turns the form for one app into the form for several, which says the same of it. */
  private allowSeveral(): void {
    if (this.hasSeveral) return;
    const [app = ''] = this.apps;
    this.file.set(['apps'], { [app]: {} });
    // All that the form for several has inside an app; the rest is for all apps.
    for (const field of ['project', 'start', 'environments']) this.file.move([field], ['apps', app, field]);
    this.file.set(['app'], undefined);
  }
}

/** A key prefix made of a name of a package or of a project: 5 to 24 of a-z, 0-9 and -. */
export function appNameOf(name: string): string {
  const [, scope, rest = ''] = /^@([^/]+)\/(.+)$/.exec(name) ?? [undefined, undefined, name];
  // Nx calls the root package of a workspace @<workspace>/source.
  const plain = (scope !== undefined && rest === 'source' ? scope : rest)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '');
  // Below cache/ are the entries of the cache.
  return plain.length >= 5 && plain !== 'cache' ? plain : `${plain === '' ? 'my' : plain}-app`;
}

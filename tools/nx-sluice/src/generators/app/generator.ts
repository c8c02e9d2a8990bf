import { joinPathFragments, type ProjectConfiguration, type Tree } from '@nx/devkit';
import {
  addTargets,
  archiveFolder,
  assetsOf,
  claimApp,
  packTarget,
  tellNext,
} from '../configuration/configure-project';
import { builtFiles, type BuiltFiles } from '../shared/built-files';
import { keepFormat } from '../shared/keep-format';
import { projectNamed, readAllProjects } from '../shared/projects';
import { Report } from '../shared/report';
import { setUpWorkspace } from '../shared/workspace-files';
import type { AppSchema } from './schema';

interface Part extends BuiltFiles {
  name: string;
}

/** Makes a project without code of its own that deploys several projects as one archive. */
export default async function app(tree: Tree, options: AppSchema): Promise<void> {
  const report = new Report();
  const projects = await readAllProjects(tree);
  const { buildTarget: build = 'build' } = options;
  const names = [options.projects].flat().flatMap((one) => one.split(','));
  const parts = names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name): Part => {
      const project = projectNamed(name, projects);
      return { ...builtFiles(tree, project, { build }), name: project.name };
    });
  if (parts.length === 0) throw new Error('No project is named. Name at least one with --projects.');
  setUpWorkspace(tree, report, options.app);
  const project = deployUnit(tree, options, parts, projects, report);
  const dependsOn = parts.flatMap((part) =>
    part.dependsOn.map((target) => ({ projects: [part.name], target })),
  );
  const assets = parts.flatMap((part) => assetsOf(part, folderOf(part, parts)));
  addTargets(tree, project, packTarget(dependsOn, assets), report);
  claimApp(tree, { project: project.name, app: options.app }, projects, report);
  tellNext(project.name, parts.some(({ kind }) => kind === 'server') ? 'server' : 'static', report);
  await keepFormat(tree);
  report.print();
}

/** The usual folder of its kind; one named like the project where several would share it. */
function folderOf(part: Part, parts: readonly Part[]): string {
  if (isOnlyOfKind(part, parts)) return archiveFolder[part.kind];
  const short = (name: string) => `app/${name.split('/').at(-1)}`;
  const own = short(part.name);
  const taken = parts
    .filter((other) => other !== part)
    .map((other) => (isOnlyOfKind(other, parts) ? archiveFolder[other.kind] : short(other.name)));
  // The scope tells @one/api from @two/api, and the kind a server called client from the site.
  return taken.includes(own) ? `app/${part.name.replace(/^@/, '').replaceAll('/', '-')}-${part.kind}` : own;
}

function isOnlyOfKind({ kind }: Part, parts: readonly Part[]): boolean {
  return parts.filter((other) => other.kind === kind).length === 1;
}

function deployUnit(
  tree: Tree,
  { name, directory }: AppSchema,
  parts: readonly Part[],
  projects: ReadonlyMap<string, ProjectConfiguration>,
  report: Report,
): ProjectConfiguration & { name: string } {
  const found = projects.get(name);
  if (found !== undefined) return { ...found, name };
  const root = directory ?? (tree.exists('apps') ? `apps/${name}` : name);
  const path = joinPathFragments(root, 'project.json');
  if (tree.exists(path))
    throw new Error(`${path} already exists and is not the project "${name}". Pass another --directory.`);
  const up = root
    .split('/')
    .map(() => '..')
    .join('/');
  const project = {
    $schema: `${up}/node_modules/nx/schemas/project-schema.json`,
    name,
    projectType: 'application' as const,
    implicitDependencies: parts.map((part) => part.name),
    targets: {},
  };
  tree.write(path, `${JSON.stringify(project, null, 2)}\n`);
  report.note(
    true,
    `${path}: the project "${name}", which deploys ${parts.map((part) => part.name).join(', ')}`,
  );
  return { ...project, root };
}

import { posix } from 'node:path';
import type { ProjectConfiguration, TargetConfiguration, Tree } from '@nx/devkit';
import { builtFiles, type BuiltFiles, type Kind } from '../shared/built-files';
import { JsonFile } from '../shared/json-file';
import { projectNamed, publishes, targetsPlace } from '../shared/projects';
import type { Report } from '../shared/report';
import { appNameOf, SettingsFile } from '../shared/settings-file';

interface Wanted {
  project: string;
  app?: string;
  buildTarget?: string;
  kind?: Kind;
}

export interface Asset {
  input: string;
  output: string;
  ignore?: string[];
}

/** The targets that act on the tags of an app; each is an executor with nothing to configure. */
const operations = [
  'promote',
  'hold',
  'unhold',
  'rollback',
  'history',
  'activity',
  'metrics',
  'status',
  'diff',
  'watch',
  'redeploy',
  'reject',
  'prune',
  'doctor',
] as const;

/** Notes of a compiler for its next run, which no archive needs and which differ from machine to machine. */
const ignore = ['**/*.tsbuildinfo'];

/** Where servers and browsers' files are in every archive; `sluice start` and the generated Dockerfile look there. */
export const archiveFolder: Record<Kind, string> = { server: 'app/server', static: 'app/client' };

/** Adds the targets to a project that is deployed alone. The workspace is set up already. */
export function configureProject(
  tree: Tree,
  { project: name, app, buildTarget = 'build', kind }: Wanted,
  projects: ReadonlyMap<string, ProjectConfiguration>,
  report: Report,
): void {
  const project = projectNamed(name, projects);
  const built = builtFiles(tree, project, { build: buildTarget, kind });
  const packing = packTarget(built.dependsOn, assetsOf(built, archiveFolder[built.kind]));
  addTargets(tree, project, packing, report);
  claimApp(tree, { project: project.name, app }, projects, report);
  tellNext(project.name, built.kind, report);
}

/** One asset for each folder, below the folder of the app in the archive. */
export function assetsOf({ folders }: Pick<BuiltFiles, 'folders'>, folder: string): Asset[] {
  return folders.map(({ input, output }) => ({ input, output: posix.join(folder, output), ignore }));
}

export function packTarget(
  dependsOn: TargetConfiguration['dependsOn'],
  assets: Asset[],
): TargetConfiguration {
  return { executor: 'nx-sluice:package-archive', dependsOn, options: { assets } };
}

/** Adds what is missing. A target of the user is never replaced. @throws Error where one is in the way. */
export function addTargets(
  tree: Tree,
  project: ProjectConfiguration & { name: string },
  packing: TargetConfiguration,
  report: Report,
): void {
  const { path, at } = targetsPlace(tree, project);
  const file = new JsonFile(tree, path);
  const own: [string, TargetConfiguration][] = [
    ['package', packing],
    ['publish', { executor: 'nx-sluice:publish-s3' }],
  ];
  for (const [target, { executor }] of own) {
    const found = project.targets?.[target];
    if (found === undefined || found.executor === executor) continue;
    throw new Error(
      `"${project.name}" has a target "${target}" of its own. Rename it, or make a deploy unit beside it: npx nx g nx-sluice:app <name> --projects=${project.name}`,
    );
  }
  const kept = operations.filter((name) => {
    const executor = project.targets?.[name]?.executor;
    return project.targets?.[name] !== undefined && executor !== `nx-sluice:${name}`;
  });
  const rest = operations
    .filter((name) => !kept.includes(name))
    .map((name): [string, TargetConfiguration] => [name, { executor: `nx-sluice:${name}` }]);
  const added = [...own, ...rest].filter(([name, target]) => file.setIfMissing([...at, name], target));
  file.save();
  report.note(added.length > 0, `${path}: added the targets ${added.map(([name]) => name).join(', ')}`);
  for (const name of kept)
    report.note(
      added.length > 0,
      `${path}: kept its own target "${name}"; the command is npx sluice ${name}`,
    );
}

/**
 * The app that the project publishes: the named one, the only one that nobody publishes, or a new one of its own name.
 * Where nothing publishes yet, the app that Init made gets the name: beside another one it would have no project.
 * @param projects all of the workspace, as they were before
 */
export function claimApp(
  tree: Tree,
  { project, app }: { project: string; app: string | undefined },
  projects: ReadonlyMap<string, ProjectConfiguration>,
  report: Report,
): string {
  const settings = new SettingsFile(tree);
  const [only, ...others] = settings.apps;
  const isFree = only !== undefined && others.length === 0 && settings.projectOf(only) === undefined;
  if (isFree && app !== undefined && app !== only && ![...projects.values()].some(publishes)) {
    settings.renameOnlyApp(app);
    report.note(true, `sluice.json: renamed the app "${only}", which nothing published, to "${app}"`);
  }
  const name = app ?? settings.appOf(project) ?? (isFree ? only : appNameOf(project));
  report.note(settings.giveApp(name, project), `sluice.json: "${project}" publishes the app "${name}"`);
  settings.save();
  return name;
}

export function tellNext(project: string, kind: Kind, report: Report): void {
  if (report.done.length === 0) return;
  report.next.push(
    `git add --all && git commit --message="build: deploy ${project} with Sluice"`,
    `npx nx run ${project}:publish`,
    `npx nx run ${project}:promote --tag=uat`,
  );
  if (kind === 'server')
    report.next.push('Environments ask the server for /healthz; let it answer with status 200.');
}

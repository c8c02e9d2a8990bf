import { latestTag } from '@sluice/release';
import type { Tree } from '@nx/devkit';
import { parseDocument } from 'yaml';
import { marker, workflowsFolder } from '../shared/deploy-workflow';
import { JsonFile } from '../shared/json-file';
import { packageManagerOfWorkspace } from '../shared/package-manager';
import { readAllProjects } from '../shared/projects';
import { publishingProject } from '../shared/publishing-project';
import { Report } from '../shared/report';
import { SettingsFile } from '../shared/settings-file';
import { ciWorkflow, deployWorkflow, initWorkflow, type Pipeline } from './github';
import { gitlabPipeline, type Promotion } from './gitlab';
import type { WorkflowsSchema } from './schema';

/** Writes the workflows of a CI. A workflow that is there is never changed. */
export default async function workflows(tree: Tree, { ci = 'github' }: WorkflowsSchema): Promise<void> {
  const report = new Report();
  const projects = await readAllProjects(tree);
  const settings = new SettingsFile(tree);
  if (settings.apps.length === 0) publishingProject(tree, undefined, projects);
  const apps = settings.apps.map((app) => publishingProject(tree, app, projects));
  const promotions = settings.apps.flatMap((app) => promotionsOf(settings, app));
  const followers = settings.apps.flatMap((app) =>
    Object.entries(settings.environmentsOf(app)).filter(([, { tag }]) => tag === latestTag),
  );
  const pipeline: Pipeline = {
    apps,
    tags: [...new Set(promotions.map(({ tag }) => tag))],
    first: followers[0]?.[0] ?? 'stage',
    branch: defaultBranch(tree),
    packageManager: packageManagerOfWorkspace(tree),
  };
  if (ci === 'github') writeGithub(tree, pipeline, report);
  else writeGitlab(tree, pipeline, promotions, report);
  report.print();
}

function promotionsOf(settings: SettingsFile, app: string): (Promotion & { tag: string })[] {
  return Object.entries(settings.environmentsOf(app))
    .filter(([, { tag }]) => tag !== latestTag)
    .map(([environment, { tag }]) => ({ app, environment, tag }));
}

function writeGithub(tree: Tree, pipeline: Pipeline, report: Report): void {
  const path = (name: string) => `${workflowsFolder}/${name}`;
  const own = (name: string) => tree.read(path(name), 'utf8')?.startsWith(marker) === true;
  /** Where a workflow of ours goes: beside one of the user that has its name. */
  const free = (name: string) => (tree.exists(path(name)) && !own(name) ? `sluice-${name}` : name);
  const write = (name: string, text: string) => {
    if (tree.exists(path(name))) return;
    tree.write(path(name), text);
    report.note(true, path(name));
  };
  if (!tree.exists(path('ci.yml'))) write('ci.yml', ciWorkflow(pipeline));
  const deploy = free('deploy.yml');
  write(deploy, deployWorkflow(pipeline, nameOf(tree.read(path('ci.yml'), 'utf8')) ?? 'CI', deploy));
  write(free('init.yml'), initWorkflow(pipeline));
  if (report.done.length === 0) return;
  if (pipeline.tags.length === 0)
    report.next.push(
      `No environment has a tag of its own, so ${path(deploy)} cannot promote. After you have added one, delete the file and run this again.`,
    );
  report.next.push(
    'npx nx g nx-sluice:aws, if aws/ is not there yet; its outputs are variables of the repository:',
    'AWS_REGION, SLUICE_BUCKET, SLUICE_PUBLISHER_ROLE and, for Init, the roles that the stack <app>-Setup names.',
    'Add the GitHub environments init, and one for each environment of sluice.json.',
  );
}

function writeGitlab(tree: Tree, pipeline: Pipeline, promotions: readonly Promotion[], report: Report): void {
  const main = '.gitlab-ci.yml';
  const part = '.gitlab/sluice.gitlab-ci.yml';
  const ours = '# Publishes every commit of the default branch';
  const isFree = !tree.exists(main) || tree.read(main, 'utf8')?.startsWith(ours) === true;
  const path = isFree ? main : part;
  if (!tree.exists(path)) {
    tree.write(path, gitlabPipeline(pipeline, promotions));
    report.note(true, path);
  }
  if (report.done.length === 0) return;
  if (path === part)
    report.next.push(
      `Add to ${main}, and the stages publish and promote to its stages: include: { local: ${part} }`,
    );
  report.next.push(`Set the variables that the first lines of ${path} name.`);
}

function defaultBranch(tree: Tree): string {
  const nxJson = new JsonFile(tree, 'nx.json');
  const base = nxJson.get(['defaultBase']) ?? nxJson.get(['affected', 'defaultBase']);
  return typeof base === 'string' ? base.replace(/^origin\//, '') : 'main';
}

function nameOf(text: string | null): string | undefined {
  const name: unknown = text === null ? undefined : parseDocument(text).get('name');
  return typeof name === 'string' ? name : undefined;
}

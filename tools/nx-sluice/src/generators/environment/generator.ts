import { latestTag } from '@sluice/release';
import type { Tree } from '@nx/devkit';
import { addConfiguration, awsFolder } from '../shared/aws-files';
import { findDeployWorkflow } from '../shared/deploy-workflow';
import { keepFormat } from '../shared/keep-format';
import { chooseApp } from '../shared/publishing-project';
import { Report } from '../shared/report';
import { SettingsFile, settingsPath } from '../shared/settings-file';
import { hasChoices, withChoice } from '../shared/workflow-choices';
import type { EnvironmentSchema } from './schema';

/** Adds an environment to an app: to sluice.json, to `aws/` and to the choices of the workflow Deploy. */
export default async function environment(tree: Tree, options: EnvironmentSchema): Promise<void> {
  const report = new Report();
  const { name, tag = name, requires, confirm } = options;
  const settings = new SettingsFile(tree);
  const app = chooseApp(settings, options.app);
  const others = Object.keys(settings.environmentsOf(app)).filter((other) => other !== name);
  const required = [requires ?? []]
    .flat()
    .flatMap((one) => one.split(','))
    .filter((one) => one !== '');
  const unknown = required.find((one) => !others.includes(one));
  if (unknown !== undefined)
    throw new Error(
      `The app "${app}" has no environment "${unknown}" to require. It has: ${others.join(', ')}.`,
    );
  const entry = {
    tag,
    ...(required.length > 0 ? { requires: required } : {}),
    ...(confirm === true ? { confirm } : {}),
  };
  report.note(
    settings.giveEnvironment(app, name, entry),
    `${settingsPath}: the environment "${name}" of "${app}" watches the tag "${tag}"`,
  );
  settings.save();
  if (tree.exists(`${awsFolder}/cfn-template.yml`)) addConfiguration(tree, name, others.at(-1), report);
  if (tag !== latestTag) addToWorkflow(tree, tag, report);
  if (report.done.length > 0) {
    report.next.push(
      'Commit and merge this, then run the workflow Init for the environment, with its name and tag.',
    );
    if (tag !== latestTag) report.next.push(`Then move it: npx sluice promote ${name}`);
  }
  await keepFormat(tree);
  report.print();
}

function addToWorkflow(tree: Tree, tag: string, report: Report): void {
  const path = findDeployWorkflow(tree);
  const text = path === undefined ? null : tree.read(path, 'utf8');
  const changed = text === null ? undefined : withChoice(text, tag);
  if (text !== null && !hasChoices(text) && report.done.length > 0)
    report.next.push(`${path} cannot promote yet. Delete it, and run: npx nx g nx-sluice:workflows`);
  if (path === undefined || changed === undefined) return;
  tree.write(path, changed);
  report.note(true, `${path}: the tag "${tag}" can be chosen`);
}

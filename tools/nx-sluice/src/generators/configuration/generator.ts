import type { Tree } from '@nx/devkit';
import { keepFormat } from '../shared/keep-format';
import { readAllProjects } from '../shared/projects';
import { Report } from '../shared/report';
import { setUpWorkspace } from '../shared/workspace-files';
import { configureProject } from './configure-project';
import type { ConfigurationSchema } from './schema';

/** Adds the targets of Sluice to a project that is deployed alone. */
export default async function configuration(tree: Tree, options: ConfigurationSchema): Promise<void> {
  const report = new Report();
  const projects = await readAllProjects(tree);
  setUpWorkspace(tree, report, options.app);
  configureProject(tree, options, projects, report);
  await keepFormat(tree);
  report.print();
}

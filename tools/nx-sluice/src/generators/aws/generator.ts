import type { Tree } from '@nx/devkit';
import type { Asset } from '../configuration/configure-project';
import { addConfiguration, awsFolder } from '../shared/aws-files';
import { JsonFile } from '../shared/json-file';
import { keepFormat } from '../shared/keep-format';
import { packageManagerOfWorkspace, pinnedPackageManager } from '../shared/package-manager';
import { projectNamed, readAllProjects, targetsPlace } from '../shared/projects';
import { Report } from '../shared/report';
import { publishingProject } from '../shared/publishing-project';
import { SettingsFile } from '../shared/settings-file';
import { readTemplate } from '../shared/templates';
import { dockerfileOf, withNetwork } from './dockerfile';
import { packedApp, type PackedApp } from './packed-app';
import type { AwsSchema } from './schema';

const copied = ['platform.yml', 'app.yml', 'environment.yml', 'cfn-template.yml'];

/** Both hold the script of the Build stage. */
const withBuild = ['pipeline.yml', 'buildspec.yaml'];

/** Copies the CloudFormation templates, and writes a Dockerfile that fits what the app packs. */
export default async function aws(tree: Tree, options: AwsSchema): Promise<void> {
  const report = new Report();
  const projects = await readAllProjects(tree);
  const { app, project: name } = publishingProject(tree, options.app, projects);
  const project = projectNamed(name, projects);
  const packed = packedApp(project, projects);
  if (options.main !== undefined) packed.main = options.main;
  else packed.command = new SettingsFile(tree).startCommandOf(app);
  const kept: string[] = [];
  const write = (file: string, text: string) => {
    const path = `${awsFolder}/${file}`;
    const before = tree.read(path, 'utf8');
    if (before === text) return;
    if (before !== null && options.overwrite !== true) kept.push(path);
    else {
      tree.write(path, text);
      report.note(true, before === null ? path : `${path}: replaced`);
    }
  };
  for (const file of copied) write(file, readTemplate('aws', file));
  for (const file of withBuild) {
    const text = readTemplate('aws', file);
    write(file, packed.installs ? withNetwork(text) : text);
  }
  const pinned = pinnedPackageManager(tree);
  write('Dockerfile', dockerfileOf(packed, { packageManager: packageManagerOfWorkspace(tree), pinned }));
  if (packed.kind === 'static' && packed.command === undefined)
    write('static-server.mjs', readTemplate('docker', 'static-server.mjs'));
  for (const environment of Object.keys(new SettingsFile(tree).environmentsOf(app)))
    addConfiguration(tree, environment, undefined, report);
  packTemplates(tree, targetsPlace(tree, project), report);
  if (report.done.length > 0) tellNext(packed, report);
  if (kept.length > 0)
    report.next.push(
      `Kept as they are: ${kept.join(', ')}. To replace them with those of this version: --overwrite`,
    );
  await keepFormat(tree);
  report.print();
}

/** The pipeline reads the folder from the archive. */
function packTemplates(tree: Tree, { path, at }: ReturnType<typeof targetsPlace>, report: Report): void {
  const file = new JsonFile(tree, path);
  const place = [...at, 'package', 'options', 'assets'];
  const assets = (file.get(place) ?? []) as Asset[];
  if (assets.some(({ output }) => output === awsFolder)) return;
  file.append(place, { input: awsFolder, output: awsFolder });
  file.save();
  report.note(true, `${path}: packs ${awsFolder}/ into the archive`);
}

function tellNext({ kind, main, command }: PackedApp, report: Report): void {
  if (command !== undefined)
    report.next.push(
      `The Dockerfile runs \`${command}\`, as sluice.json says, in an image with Node.js. If it needs another one, change NODE_IMAGE there.`,
    );
  else if (kind === 'server')
    report.next.push(`The Dockerfile runs ${main}. If the server starts otherwise, change it there.`);
  if (kind === 'server')
    report.next.push('The server has to listen on $PORT and to answer /healthz with status 200.');
  report.next.push(
    'aws cloudformation deploy --stack-name sluice-platform --template-file aws/platform.yml --capabilities CAPABILITY_NAMED_IAM',
    'npx nx g nx-sluice:workflows',
  );
}

import type { Tree } from '@nx/devkit';
import { JsonFile } from './json-file';
import type { Report } from './report';
import { appNameOf, SettingsFile } from './settings-file';

export const pluginName = 'nx-sluice';

const archive = 'dist/archives/{projectName}.zip';

/** By executor, so that no target of the user that happens to have such a name is affected. */
const targetDefaults = {
  'nx-sluice:package-archive': {
    cache: true,
    outputs: ['{options.output}', '{options.output}.json'],
    options: { output: archive },
  },
  'nx-sluice:publish-s3': { cache: false, dependsOn: ['package'], options: { archive } },
  'nx-sluice:promote': { cache: false, parallelism: false },
};

/** nx.json, sluice.json and .gitignore, as every other generator needs them. */
export function setUpWorkspace(tree: Tree, report: Report, app?: string): void {
  report.note(registerPlugin(tree), 'nx.json: registered the plugin and the defaults of its targets');
  report.note(ignoreState(tree), '.gitignore: ignores the local cloud and the archives');
  const settings = new SettingsFile(tree);
  if (settings.apps.length > 0) return;
  const name = app ?? appNameOf(workspaceName(tree));
  report.note(settings.giveApp(name, undefined), `sluice.json: the app "${name}" with stage, uat and prod`);
  settings.save();
}

function registerPlugin(tree: Tree): boolean {
  const nxJson = new JsonFile(tree, 'nx.json');
  const plugins = (nxJson.get(['plugins']) ?? []) as (string | { plugin?: string })[];
  const isThere = plugins.some((one) => (typeof one === 'string' ? one : one.plugin) === pluginName);
  if (!isThere) nxJson.append(['plugins'], pluginName);
  const added = Object.entries(targetDefaults).map(([key, value]) =>
    nxJson.setIfMissing(['targetDefaults', key], value),
  );
  nxJson.save();
  return !isThere || added.includes(true);
}

function ignoreState(tree: Tree): boolean {
  const text = tree.read('.gitignore', 'utf8') ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, ''));
  const missing = [];
  if (!lines.includes('.sluice')) missing.push('.sluice/');
  if (!lines.some((line) => ['dist', '**/dist', 'dist/archives'].includes(line)))
    missing.push('dist/archives/');
  if (missing.length === 0) return false;
  const start = text === '' || text.endsWith('\n') ? text : `${text}${eol}`;
  tree.write('.gitignore', `${start}${missing.join(eol)}${eol}`);
  return true;
}

function workspaceName(tree: Tree): string {
  const name = tree.exists('package.json') ? new JsonFile(tree, 'package.json').get(['name']) : undefined;
  return typeof name === 'string' && name !== '' ? name : (tree.root.split(/[\\/]/).at(-1) ?? 'app');
}

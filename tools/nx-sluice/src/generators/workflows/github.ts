import { marker } from '../shared/deploy-workflow';
import { installAll, shellLine, type PackageManager } from '../../packing/package-managers';
import { readTemplate, replaceOnce } from '../shared/templates';

export interface Pipeline {
  /** Projects that publish an app, each with the app's name. */
  apps: { app: string; project: string }[];
  /** Tags that move by promote. */
  tags: string[];
  /** The environment that follows `latest`. */
  first: string;
  branch: string;
  packageManager: PackageManager;
}

const setUpNode = '      - uses: actions/setup-node@';

/** What actions/setup-node can cache. */
const caches: Partial<Record<PackageManager, string>> = {
  npm: 'npm',
  pnpm: 'pnpm',
  yarn: 'yarn',
  'yarn 1': 'yarn',
};

export function ciWorkflow({ branch, packageManager }: Pipeline): string {
  const text = replaceOnce(readTemplate('github', 'ci.yml'), 'branches: [main]', `branches: [${branch}]`);
  return `${marker}\n${withPackageManager(text, packageManager)}`;
}

/**
 * The workflow Deploy of Sluice itself, for other projects.
 * @param ci the name of the workflow whose success publishes
 * @param file the name that the workflow gets, by which it finds its own runs
 */
export function deployWorkflow(pipeline: Pipeline, ci: string, file: string): string {
  const { branch, tags, first, packageManager } = pipeline;
  let text = readTemplate('github', 'deploy.yml');
  text = replaceOnce(text, 'workflows: [CI]', `workflows: [${JSON.stringify(ci)}]`);
  text = replaceOnce(text, 'branches: [main]', `branches: [${branch}]`);
  text = replaceOnce(text, "head_branch == 'main'", `head_branch == '${branch}'`);
  text = tags.length === 0 ? withoutPromotion(text) : withTags(text, pipeline);
  text = replaceOnce(text, 'environment: stage\n', `environment: ${first}\n`);
  text = replaceOnce(text, 'workflows/deploy.yml/runs', `workflows/${file}/runs`);
  return `${marker}\n${withPackageManager(text, packageManager)}`;
}

/** Where no environment is promoted to: GitHub takes no workflow with a choice of nothing. */
function withoutPromotion(text: string): string {
  const cut = (from: string, to: string | undefined, rest: string) => {
    const start = rest.indexOf(from);
    const end = to === undefined ? rest.length : rest.indexOf(to, start);
    if (start < 0 || end < 0) throw new Error(`A template has no ${JSON.stringify(start < 0 ? from : to)}.`);
    return rest.slice(0, start) + rest.slice(end);
  };
  const name = replaceOnce(
    text,
    `run-name: >-
  \${{ github.event_name == 'workflow_run' && format('Publish {0}', github.event.workflow_run.head_sha)
  || format('Promote {0} to {1}', inputs.commit_sha, inputs.tag) }}`,
    'run-name: Publish ${{ github.event.workflow_run.head_sha }}',
  );
  return cut('\n  promote:\n', undefined, cut('  workflow_dispatch:\n', '\npermissions: {}', name));
}

function withTags(text: string, { tags, apps }: Pipeline): string {
  return withProject(replaceOnce(text, 'options: [uat, prod]', `options: [${tags.join(', ')}]`), apps);
}

/** A choice of the project, where there are several. */
function withProject(text: string, apps: Pipeline['apps']): string {
  const [only, ...more] = apps;
  if (only !== undefined && more.length === 0)
    return replaceOnce(text, 'nx run app:promote', `nx run ${only.project}:promote`);
  const projects = apps.map(({ project }) => `'${project}'`).join(', ');
  const input = [
    'inputs:',
    '      project:',
    '        description: The project whose app is promoted',
    '        required: true',
    '        type: choice',
    `        options: [${projects}]`,
    '      commit_sha:',
  ].join('\n');
  const chosen = replaceOnce(text, 'inputs:\n      commit_sha:', input);
  const given = replaceOnce(
    chosen,
    '          OVERRIDE: ${{ inputs.override }}\n',
    '          OVERRIDE: ${{ inputs.override }}\n          PROJECT: ${{ inputs.project }}\n',
  );
  const run = replaceOnce(given, 'nx run app:promote', 'nx run "$PROJECT:promote"');
  const byProject = apps.map(({ app, project }) => ({ app, chosen: `inputs.project == '${project}'` }));
  return ['SLUICE_READER_ROLE', 'SLUICE_PROMOTER_ROLE'].reduce(
    (all, role) => withRoles(all, role, byProject),
    run,
  );
}

/** The variable of a role by the app: each app has roles of its own, and a GitHub environment has one value of a variable. */
function withRoles(text: string, role: string, apps: readonly { app: string; chosen: string }[]): string {
  const choices = apps.map(({ app, chosen }) => `${chosen} && vars.${role}_${suffixOf(app)}`);
  return replaceOnce(text, `\${{ vars.${role} }}`, `\${{ ${choices.join(' || ')} || '' }}`);
}

function suffixOf(app: string): string {
  return app.toUpperCase().replaceAll('-', '_');
}

/** The workflow Init, which makes the pipeline of an environment. */
export function initWorkflow({ apps }: Pipeline): string {
  const template = readTemplate('github', 'init.yml');
  const text = replaceOnce(template, 'default: sluice\n', `default: ${apps[0]?.app ?? ''}\n`);
  if (apps.length < 2) return `${marker}\n${text}`;
  const byApp = apps.map(({ app }) => ({ app, chosen: `inputs.app == '${app}'` }));
  const roles = ['SLUICE_BOOTSTRAP_ROLE', 'SLUICE_ENVIRONMENT_STACK_ROLE'];
  const chosen = roles.reduce((all, role) => withRoles(all, role, byApp), text);
  // The summary names the variable that Deploy reads.
  const named = '\\`SLUICE_PROMOTER_ROLE_$(tr a-z- A-Z_ <<< "$APP")\\`';
  return `${marker}\n${replaceOnce(chosen, '\\`SLUICE_PROMOTER_ROLE\\`', named)}`;
}

function withPackageManager(text: string, packageManager: PackageManager): string {
  const { setUp, ...install } = installAll(packageManager);
  const cache = caches[packageManager];
  // The action asks a package manager for the folder of its cache, so that has to be there before.
  const before = cache === undefined || setUp === undefined ? '' : `      - run: ${setUp}\n`;
  const command = shellLine(before === '' ? { setUp, ...install } : install);
  return text
    .replaceAll('run: npm ci\n', `run: ${command}\n`)
    .replaceAll('          cache: npm\n', cache === undefined ? '' : `          cache: ${cache}\n`)
    .replaceAll(setUpNode, `${before}${setUpNode}`);
}

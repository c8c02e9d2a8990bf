import { match } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Served } from '@sluice/contract';
import { localBucket } from '@sluice/composition';
import { parse } from 'yaml';
import type { Scenario } from './scenario';
import { build, makeStore } from './store';
import { generate } from './story';
import type { Workspace } from './workspace';

const nx = '23.2.1';
const token = 'a-token';

/** A job with all that it extends, as gitlab-ci-local prints it. */
interface Job {
  variables?: Record<string, string>;
  before_script?: string[];
  script: string[];
}

export const gitlab: Scenario = {
  name: 'gitlab',
  about: `Nx ${nx}, the jobs of the generated .gitlab-ci.yml, checked by GitLab's schema and run by bash`,
  async run(workspace) {
    await makeStore(workspace, nx, 'npm install', false);
    await workspace.sh('npx nx add nx-sluice');
    await generate(workspace, ['nx-sluice:workflows --ci=gitlab']);
    await workspace.sh('git remote add origin git@gitlab.example.org:acme/store.git');
    const checked = await workspace.sh('gitlab-ci-local --list');
    match(checked, /json schema validated/);
    const jobs = parse(await workspace.sh('gitlab-ci-local --preview 2> /dev/null')) as Record<string, Job>;
    // Its folder is not ignored, and publish refuses what is not committed.
    await workspace.sh('rm -r .gitlab-ci-local');
    await workspace.served(async (_, served) => {
      workspace.write('build.mjs', build.replace('"ok"', '"second"'));
      await workspace.sh('git commit --quiet --all --message="feat: a second answer"');
      const before = (await workspace.sh('git rev-parse HEAD~1')).trim();
      const run = (name: string) => runJob(workspace, jobs[name], { served, before });
      match(await run('check'), /Successfully ran targets? [^]*package/);
      // What GitLab gives for the first push of a branch.
      const first = { served, before: '0'.repeat(40) };
      match(await runJob(workspace, jobs.check, first), /Successfully ran targets? [^]*package/);
      match(await run('publish'), /Published [0-9a-f]{8} as[^]*stage runs [0-9a-f]{8}\./);
      match(await run('promote acme-app to uat'), /"uat" moved to it[^]*uat runs [0-9a-f]{8}\./);
      match(
        await workspace.sh('npx sluice history uat --json'),
        /"actor": "amy"[^]*\/acme\/store\/-\/\w+\/7"/,
      );
    });
  },
};

/** Runs the script of a job in a clone of the workspace, with the variables that GitLab and the project define. */
async function runJob(
  workspace: Workspace,
  job: Job | undefined,
  { served, before }: { served: Served; before: string },
): Promise<string> {
  if (job === undefined) throw new Error('The pipeline has no such job.');
  const builds = join(workspace.home, 'builds');
  const clone = join(builds, 'store');
  const sha = (await workspace.sh('git rev-parse HEAD')).trim();
  // As a runner leaves it: the commit, and no branch.
  await workspace.sh(
    `rm -rf ${builds}\nmkdir ${builds}\ngit clone --quiet . ${clone}\ngit -C ${clone} checkout --quiet --detach ${sha}`,
  );
  const page = 'https://gitlab.example.org/acme/store';
  const variables: Record<string, string> = {
    CI: 'true',
    GITLAB_CI: 'true',
    GITLAB_USER_LOGIN: 'amy',
    CI_BUILDS_DIR: builds,
    CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_REF_NAME: 'main',
    CI_COMMIT_BEFORE_SHA: before,
    CI_COMMIT_SHA: sha,
    CI_DEFAULT_BRANCH: 'main',
    CI_JOB_ID: '7',
    CI_JOB_URL: `${page}/-/jobs/7`,
    CI_PIPELINE_ID: '7',
    CI_PIPELINE_URL: `${page}/-/pipelines/7`,
    CI_PROJECT_PATH: 'acme/store',
    CI_PROJECT_URL: page,
    CI_PIPELINE_SOURCE: 'push',
    AWS_TOKEN: token,
    AWS_REGION: served.region,
    AWS_ENDPOINT_URL: served.endpoint,
    AWS_ACCESS_KEY_ID: served.accessKeyId,
    AWS_SECRET_ACCESS_KEY: served.secretAccessKey,
    SLUICE_BUCKET: localBucket,
    SLUICE_PUBLISHER_ROLE: 'arn:aws:iam::111122223333:role/publisher',
    SLUICE_PROMOTER_ROLE: 'arn:aws:iam::111122223333:role/promoter',
    ...job.variables,
  };
  const exported = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  const lines = [...exported, ...(job.before_script ?? []), ...job.script];
  writeFileSync(join(builds, 'job.sh'), lines.join('\n'));
  // The options that a runner sets.
  return workspace.sh('bash -eo pipefail ../job.sh', clone);
}

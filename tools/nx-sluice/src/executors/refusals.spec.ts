import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deafEndpoint, openOtherCloud, plainBucket } from '../testing/refusing-clouds';
import { settings, TemporaryWorkspace, type RunResult } from '../testing/temporary-workspace';
import promote from './promote/promote.impl';

let workspace: TemporaryWorkspace;
let foreign: Awaited<ReturnType<typeof openOtherCloud>>;
const archive = 'dist/app.zip';

beforeAll(async () => {
  foreign = await openOtherCloud();
});
afterAll(() => foreign.close());
beforeEach(async () => {
  workspace = new TemporaryWorkspace();
  await workspace.pack('content');
});
afterEach(() => workspace.dispose());

const publish = (env: NodeJS.ProcessEnv = {}) => workspace.publish({ archive }, { env });

/** One sentence on what is wrong and one on what to do, on stderr, and no success. */
function expectRefusal(result: RunResult, message: string | RegExp, remedy: string | RegExp): void {
  expect(result.success).toBe(false);
  const lines = result.stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).not.toMatch(/^\s+at |undefined|\[object/);
  // A string is looked for as it stands.
  expect(lines[0]).toEqual(matching(message));
  expect(lines[1]).toEqual(matching(remedy));
}

function matching(text: string | RegExp) {
  return typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);
}

/** Objects in the bucket behind the URL: none is ever written by a refusal. */
function foreignObjects(): string[] {
  const everything = readdirSync(foreign.folder, { recursive: true, encoding: 'utf8' });
  return everything.filter((path) => /story|\.zip/.test(path));
}

describe('behind a URL', () => {
  afterEach(() => expect(foreignObjects()).toEqual([]));

  it('a bucket without versioning is refused, with the command that switches it on', async () => {
    const result = await publish({ ...foreign.env, SLUICE_BUCKET: plainBucket });
    expectRefusal(
      result,
      `The bucket "${plainBucket}" does not have versioning enabled`,
      /put-bucket-versioning --bucket/,
    );
  });

  it('a bucket that is not there is named', async () => {
    const result = await publish({ ...foreign.env, SLUICE_BUCKET: 'nobody-made-this' });
    expectRefusal(result, 'The bucket "nobody-made-this" does not exist.', /SLUICE_BUCKET/);
  });

  it('wrong credentials are told as such, and not repeated', async () => {
    const result = await publish({ ...foreign.env, AWS_SECRET_ACCESS_KEY: 'canary-secret' });
    expectRefusal(result, /does not accept these AWS credentials/, /access key/);
    expect(result.stdout + result.stderr).not.toContain('canary-secret');
  });

  it('no credentials at all are told as such', async () => {
    const env = { ...foreign.env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: workspace.root };
    expectRefusal(await publish(env), /No AWS credentials were found/, /AWS_PROFILE/);
  });

  it('a session of single sign-on that is over is told as such', async () => {
    const config = join(workspace.root, 'dist/aws-config');
    await writeFile(
      config,
      '[profile over]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n' +
        'sso_account_id = 123456789012\nsso_role_name = publisher\n',
    );
    const keys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: workspace.root };
    const result = await publish({ ...foreign.env, ...keys, AWS_CONFIG_FILE: config, AWS_PROFILE: 'over' });
    expectRefusal(result, /credentials could not be loaded: The SSO session/, /aws sso login/);
  });

  it('without a network it says that the bucket cannot be reached', async () => {
    const result = await publish({ ...foreign.env, AWS_ENDPOINT_URL_S3: await deafEndpoint() });
    expectRefusal(result, /cannot be reached: .*ECONNREFUSED/, /Check the network/);
  });
});

describe('on the local cloud', () => {
  it('a dirty tree is refused, with the files named', async () => {
    workspace.write('new.txt', 'new');
    expectRefusal(await publish(), 'The working tree differs from the commit: new.txt.', /--allowDirty/);
    expect(await workspace.versions()).toEqual([]);
  });

  it('a shallow clone cannot tell which commit is newer', async () => {
    await publish();
    const before = await workspace.versions();
    for (const subject of ['second', 'third']) workspace.commit(subject);
    const shallow = new TemporaryWorkspace();
    execFileSync('git', ['-C', shallow.root, 'fetch', '-q', '--depth=1', `file://${workspace.root}`, 'main']);
    shallow.git('reset', '-q', '--hard', 'FETCH_HEAD');
    await shallow.pack('other content');
    const env = { SLUICE_LOCAL_CLOUD: workspace.cloud };
    const result = await shallow.publish({ archive }, { env });
    const gitlab = { CI: 'true', GITLAB_CI: 'true' };
    const inCi = await shallow.publish({ archive }, { env: { ...env, ...gitlab } });
    shallow.dispose();
    expectRefusal(result, /This clone cannot determine which is newer/, /git fetch --unshallow/);
    expectRefusal(
      inCi,
      /This clone cannot determine which is newer/,
      /`GIT_DEPTH: 0`.* Or publish with --force/,
    );
    expect(await workspace.versions()).toEqual(before);
  });

  it('an unknown environment is refused, with those that are known', async () => {
    const result = await workspace.run(promote, { env: 'moon' });
    expectRefusal(result, 'sluice.json has no environment "moon".', 'Use one of: stage, uat, prod.');
    expect(await workspace.versions()).toEqual([]);
  });

  it('neither an environment nor a tag is refused', async () => {
    expectRefusal(await workspace.run(promote, {}), /No environment specified/, /--env=<name>/);
  });

  it.each(['nonsense', 'abc', '--all', '$(touch pwned)', '\u001b[2J'])(
    'a sha of the form %j is refused',
    async (sha) => {
      const result = await workspace.run(promote, { env: 'uat', sha });
      expectRefusal(result, /^Unknown revision "/, /at least 7 hex digits/);
      expect(result.stderr).not.toContain('\u001b');
      expect(await workspace.versions()).toEqual([]);
    },
  );

  it('a commit that was not published is refused, with the nearest that are', async () => {
    await publish();
    const first = workspace.git('rev-parse', 'HEAD').slice(0, 8);
    const before = await workspace.versions();
    const second = workspace.commit('second');
    workspace.commit('third');
    const result = await workspace.run(promote, { env: 'uat', sha: second });
    expectRefusal(result, /was not published: it has no archive\.$/, `${first} (first commit)`);
    expect(await workspace.versions()).toEqual(before);
  });

  it('CI without a bucket is refused, and no folder appears', async () => {
    const result = await publish({ CI: 'true', SLUICE_LOCAL_CLOUD: '' });
    expectRefusal(result, /No bucket configured in CI/, /SLUICE_BUCKET/);
    expect(readdirSync(workspace.root)).not.toContain('.sluice');
  });

  it.each([
    ['no JSON', '{ "app": ', /sluice\.json is not valid JSON/],
    ['an unknown field', JSON.stringify({ ...settings, bukket: 'x' }), /bukket is not a known field/],
    ['an app of a wrong form', JSON.stringify({ ...settings, app: 'No' }), /app: it must be 5 to 24/],
    ['no environments', JSON.stringify({ app: 'story' }), 'sluice.json: environments is missing.'],
  ])('a sluice.json with %s is refused', async (_, text, message) => {
    workspace.write('sluice.json', text);
    workspace.commit('a mistake');
    expectRefusal(await publish(), message, /Correct it/);
    expect(await workspace.versions()).toEqual([]);
  });

  it('an archive that is damaged is refused', async () => {
    workspace.write(join('dist', 'app.zip'), 'this is no zip');
    const result = await publish();
    expect(result.success).toBe(false);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(await workspace.versions()).toEqual([]);
  });
});

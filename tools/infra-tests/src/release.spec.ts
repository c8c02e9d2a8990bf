import { contexts } from './testing/contexts';
import { Runner } from './testing/runner';
import { readText } from './testing/repository';
import { readWorkflow } from './testing/workflow';

const release = readWorkflow('.github/workflows/release.yml');
const { version } = JSON.parse(readText('tools/nx-sluice/package.json')) as { version: string };

test('the workflow Release publishes with provenance and without a stored token', () => {
  expect(release.on).toEqual({ push: { tags: ['v*'] } });
  expect(release.jobs['npm']).toMatchObject({
    environment: 'npm',
    permissions: { contents: 'read', 'id-token': 'write' },
  });
  expect(release.jobs['npm']?.steps.at(-1)?.run).toContain('npm publish ./dist/nx-sluice --provenance');
});

describe('the tag of a release', () => {
  let runner: Runner;
  beforeAll(() => {
    runner = new Runner();
    runner.git(['update-ref', 'refs/remotes/origin/main', 'HEAD']);
  });
  afterAll(() => runner.remove());

  const check = (tag: string) => {
    const { github, ...others } = contexts({});
    const named = { ...others, github: { ...(github as object), ref_name: tag } };
    return runner.run(release, 'npm', 'Check the tag', named);
  };

  test('is taken when it names the version of the package', async () => {
    expect(await check(`v${version}`)).toEqual({ status: 0, output: '' });
  });

  test.each(['v99.0.0', `v${version}-beta`, 'v"; touch pwned; "'])('is refused as %s', async (tag) => {
    const { status, output } = await check(tag);
    expect([status, output]).toEqual([1, expect.stringContaining(`the package has the version ${version}`)]);
    expect(runner.has('pwned')).toBe(false);
  });

  test('is refused on a commit that is not on main', async () => {
    runner.commit('aside.txt', 'aside\n', 'feat: aside');
    const { status, output } = await check(`v${version}`);
    expect([status, output]).toEqual([1, expect.stringContaining('The tag is not on main.')]);
  });
});

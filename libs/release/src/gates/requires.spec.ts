import type { ExecutionStatus } from '../ports/pipelines';
import { publish } from '../operations/publish/publish';
import { MemoryPipelines } from '../testing/memory-pipelines';
import type { PublishContext } from '../context';
import { resolveSettings } from '../config/resolve-settings';
import { file, ReleaseFixture } from '../testing/release-fixture';
import { planPromotion } from '../operations/promote/plan';
import { applyPromotion } from '../operations/promote/promote';
import { chooseTarget } from '../config/choose-target';

let fixture: ReleaseFixture;
let pipelines: MemoryPipelines;
beforeEach(async () => {
  fixture = new ReleaseFixture(2);
  pipelines = new MemoryPipelines();
  await publish(fixture.contextAt(0), { archive: await fixture.archive('content') });
});
afterEach(() => fixture.dispose());

const target = (env: string) => chooseTarget(fixture.context().settings, { env });

async function inUat(): Promise<string | undefined> {
  const context = fixture.context();
  return (await applyPromotion(context, await planPromotion(context, target('uat'), fixture.sha(0))))
    .versionId;
}

async function gateResult(context = { ...fixture.context(), pipelines }) {
  const { gateResults } = await planPromotion(context, target('prod'), fixture.sha(0));
  return gateResults.at(-1);
}

it.each<[ExecutionStatus, boolean, string]>([
  ['Succeeded', true, 'it was deployed successfully to uat'],
  ['InProgress', false, 'its deployment to uat is still in progress'],
  ['Failed', false, 'its deployment to uat failed'],
  ['Stopped', false, 'its deployment to uat was stopped'],
  ['Superseded', false, 'a newer version superseded its deployment to uat'],
])('a run that is %s: %p, %s', async (status, ok, explanation) => {
  pipelines.ran('story-uat-pipeline', await inUat(), status);
  expect(await gateResult()).toMatchObject({ rule: 'requires', ok, explanation });
});

it('refuses if the pipeline has no execution of it', async () => {
  pipelines.add('story-uat-pipeline');
  expect(await gateResult()).toMatchObject({ ok: false, explanation: 'not deployed to uat yet' });
  await inUat();
  const explanation = 'it has been on the tag of uat, but "story-uat-pipeline" has no execution of it';
  expect(await gateResult()).toMatchObject({ ok: false, explanation });
});

it('accepts an earlier deployment if there is no pipeline, and says so', async () => {
  await inUat();
  const explanation = 'it has been deployed to uat; the result is unknown';
  expect(await gateResult()).toMatchObject({ ok: true, explanation });
  expect(await gateResult({ ...fixture.context(), pipelines: undefined as never })).toMatchObject({
    explanation,
  });
});

it('ignores the pipeline of the app for a component', async () => {
  pipelines.add('story-uat-pipeline');
  const part = { ...fixture.context(), prefix: 'story/client/' };
  await publish(
    { ...part, commits: fixture.contextAt(0).commits },
    { archive: await fixture.archive('content') },
  );
  await applyPromotion(part, await planPromotion(part, target('uat'), fixture.sha(0)));
  expect(await gateResult({ ...part, pipelines })).toMatchObject({ ok: true });
});

it('refuses if the pipeline does not answer, and says why', async () => {
  await inUat();
  pipelines.failure = Object.assign(new Error('Access denied.'), { remedy: 'Get access.' });
  expect(await gateResult()).toEqual({
    rule: 'requires',
    label: 'Required environment',
    isOverridable: true,
    ok: false,
    explanation: 'whether it was deployed successfully to uat is unknown: Access denied',
    remedy: 'Get access, or override it with a reason.',
  });
});

describe('in another account', () => {
  const withProd = (place: object) => {
    const environments = { ...file.environments, prod: { ...file.environments.prod, ...place } };
    const settings = resolveSettings({ file: { ...file, bucket: 'home', environments }, env: {} });
    return { ...fixture.context(), settings, pipelines };
  };
  const gateOf = async (context: PublishContext) => {
    const prod = chooseTarget(context.settings, { env: 'prod' });
    return (await planPromotion(context, prod, fixture.sha(0))).gateResults.at(-1);
  };
  const remedy =
    'If prod is in another AWS account, set its "profile" in sluice.json, so that each account is asked with its own credentials, or override it with a reason.';

  it('refuses if the same credentials find no pipeline, which may be in the other account', async () => {
    await inUat();
    expect(await gateOf(withProd({ bucket: 'acme-prod' }))).toMatchObject({
      ok: false,
      explanation:
        'whether it was deployed successfully to uat is unknown: these credentials find no pipeline "story-uat-pipeline"',
      remedy,
    });
  });

  it('names the credentials as the remedy if access is denied', async () => {
    await inUat();
    pipelines.failure = Object.assign(new Error('Access denied.'), {
      kind: 'access-denied',
      remedy: 'Get access.',
    });
    expect(await gateOf(withProd({ bucket: 'acme-prod' }))).toMatchObject({ ok: false, remedy });
  });

  it.each([
    ['a profile', { bucket: 'acme-prod', profile: 'acme-prod' }],
    ['a server that is not AWS', { bucket: 'acme-prod', endpoint: 'http://127.0.0.1:9000' }],
  ])('accepts a missing pipeline with %s, because that account was asked itself', async (_, place) => {
    await inUat();
    expect(await gateOf(withProd(place))).toMatchObject({ ok: true });
    pipelines.ran('story-uat-pipeline', await inUat(), 'Failed');
    expect(await gateOf(withProd(place))).toMatchObject({ ok: false });
  });

  it('ignores the account for a component', async () => {
    const part = { ...withProd({ bucket: 'acme-prod' }), prefix: 'story/client/' };
    await publish(
      { ...part, commits: fixture.contextAt(0).commits },
      { archive: await fixture.archive('content') },
    );
    await applyPromotion(part, await planPromotion(part, target('uat'), fixture.sha(0)));
    expect(await gateOf(part)).toMatchObject({ ok: true });
  });
});

it('accepts one successful execution, although a later version with the same content failed', async () => {
  pipelines.ran('story-uat-pipeline', await inUat(), 'Succeeded');
  await publish(fixture.contextAt(1), { archive: await fixture.archive('other') });
  const context = fixture.context();
  await applyPromotion(context, await planPromotion(context, target('uat'), fixture.sha(1)));
  pipelines.ran('story-uat-pipeline', await inUat(), 'Failed');
  expect(await gateResult()).toMatchObject({ ok: true, explanation: 'it was deployed successfully to uat' });
});

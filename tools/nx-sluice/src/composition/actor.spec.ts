import { GitRepository } from '@sluice/git';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { currentActor } from './actor';

const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

it.each([
  ['git knows, outside of CI', {}, undefined, 'Amy Anderson <amy@example.org>'],
  ['git knows, where CI names nobody', {}, {}, 'Amy Anderson <amy@example.org>'],
  ['CI names', {}, { actor: 'amy' }, 'amy'],
  ['SLUICE_ACTOR names', { SLUICE_ACTOR: 'Grace' }, { actor: 'bot' }, 'Grace'],
  ['CI names where SLUICE_ACTOR is empty', { SLUICE_ACTOR: '' }, { actor: 'amy' }, 'amy'],
])('names as the actor whom %s', async (_, env, run, expected) => {
  expect(await currentActor(env, new GitRepository(workspace.root), run)).toBe(expected);
});

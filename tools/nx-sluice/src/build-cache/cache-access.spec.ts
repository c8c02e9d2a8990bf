import { cacheAccess } from './cache-access';

const bucket = 'acme-pipeline';
const onMain = { checkedOut: { commit: 'c', branch: 'main' } };
const pull = { pullRequest: '7', checkedOut: { commit: 'c' } };

it.each([
  ['a push to main', { settings: { bucket }, run: onMain }, { reads: ['main'], writes: 'main' }],
  [
    'a push to what nx.json names as the base',
    {
      settings: { bucket, publishBranches: { preferred: 'trunk' } },
      run: { checkedOut: { commit: 'c', branch: 'trunk' } },
    },
    { reads: ['main'], writes: 'main' },
  ],
  [
    'a push to another branch',
    { settings: { bucket }, run: { checkedOut: { commit: 'c', branch: 'x' } } },
    { reads: ['main'] },
  ],
  ['a tag', { settings: { bucket }, run: { checkedOut: { commit: 'c' } } }, { reads: ['main'] }],
  ['a pull request', { settings: { bucket }, run: pull }, { reads: ['pr/7', 'main'], writes: 'pr/7' }],
  ['Deploy', { settings: { bucket }, run: onMain, readOnly: true }, { reads: ['main'] }],
  ['a laptop', { settings: { bucket }, run: undefined }, { reads: ['main'] }],
  ['a laptop on its local cloud', { settings: {}, run: undefined }, { reads: ['main'], writes: 'main' }],
  [
    'a namespace that was named',
    { settings: { bucket }, run: pull, namespace: 'pr/AROAEXAMPLE:7' },
    { reads: ['pr/AROAEXAMPLE:7', 'main'], writes: 'pr/AROAEXAMPLE:7' },
  ],
])('decides for %s', (_, build, expected) => {
  expect(cacheAccess(build)).toEqual(expected);
});

it('refuses a namespace that there cannot be', () => {
  expect(() => cacheAccess({ settings: { bucket }, run: undefined, namespace: 'pr/7/../main' })).toThrow(
    '"pr/7/../main" is not a namespace of the cache.',
  );
});

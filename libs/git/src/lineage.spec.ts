import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitRepository } from './repository';

const folder = mkdtempSync(join(tmpdir(), 'sluice-lineage-'));
const gitWith = (input: string, args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'ignore'],
  }).trim();
const git = (...args: string[]) => gitWith('', args);

function commit(subject: string): string {
  git('commit', '-q', '--allow-empty', '-m', subject);
  return git('rev-parse', 'HEAD');
}

/** As many commits on main, by one process. @returns their shas, the oldest first */
function commits(subjects: string[]): string[] {
  const who = 'committer Amy Anderson <amy@example.org> 1700000000 +0000';
  const parent = git('rev-parse', 'main');
  const texts = subjects.map(
    (subject, index) =>
      `commit refs/heads/main\n${who}\ndata <<END\n${subject}\nEND\n${index === 0 ? `from ${parent}\n` : ''}\n`,
  );
  gitWith(texts.join(''), ['fast-import', '--quiet']);
  return git('rev-list', '--reverse', `${parent}..main`).split('\n');
}

const shas: Record<string, string> = {};
let repository: GitRepository;

// first ── second ── fourth ── merge     island
//            └────── third ─────┘
beforeAll(() => {
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Amy Anderson');
  git('config', 'user.email', 'amy@example.org');
  for (const subject of ['first', 'second']) shas[subject] = commit(subject);
  git('checkout', '-q', '-b', 'side');
  shas.third = commit('third');
  git('checkout', '-q', 'main');
  shas.fourth = commit('fourth');
  git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
  shas.merge = git('rev-parse', 'HEAD');
  git('checkout', '-q', '--orphan', 'alone');
  shas.island = commit('island');
  git('checkout', '-q', 'main');
  repository = new GitRepository(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const missing = 'f'.repeat(40);
const of = (name: string) => shas[name] ?? missing;

it.each([
  [['first', 'second', 'third', 'fourth', 'merge']],
  [['second', 'third', 'fourth']],
  [['merge', 'first']],
  [['third', 'fourth', 'island', 'missing']],
  [['island', 'missing']],
  [['fourth']],
])('answers as `ancestry` does for each pair of %j', async (names) => {
  const { isAncestor, order } = await repository.lineage(names.map(of));
  for (const a of names) {
    for (const b of names) {
      const expected = (await repository.ancestry(of(a), of(b))) === 'ancestor';
      expect(`${a} before ${b}: ${isAncestor(of(a), of(b))}`).toBe(`${a} before ${b}: ${expected}`);
    }
  }
  expect([...order].sort()).toEqual(
    names
      .filter((name) => name !== 'missing')
      .map(of)
      .sort(),
  );
  for (const [index, sha] of order.entries())
    expect(order.slice(0, index).some((earlier) => isAncestor(earlier, sha))).toBe(false);
});

it.each([[[]], [[missing]], [['main', '--all', '']]])('knows nothing of %j', async (names) => {
  const { isAncestor, order } = await repository.lineage(names);
  expect(order).toEqual([]);
  expect(isAncestor(missing, of('merge'))).toBe(false);
});

it('takes three processes for two hundred commits, and one to describe them', async () => {
  const many = commits(Array.from({ length: 200 }, (_, index) => `change ${index}`));
  const started: string[] = [];
  const counting = new GitRepository(folder);
  const run = counting['git'].bind(counting);
  counting['git'] = (args: string[], input?: string) => {
    started.push(args[0] ?? '');
    return run(args, input);
  };
  const { isAncestor } = await counting.lineage(many);
  expect(isAncestor(many[0] ?? '', many[199] ?? '')).toBe(true);
  expect(started).toEqual(['cat-file', 'merge-base', 'rev-list']);
  const described = await counting.describeAll([...many, missing, 'main']);
  expect(described.size).toBe(200);
  expect(described.get(many[7] ?? '')).toMatchObject({ subject: 'change 7', author: 'Amy Anderson' });
  expect(started.slice(3)).toEqual(['log']);
});

it('sees no further than a shallow clone', async () => {
  const shallow = join(folder, 'shallow');
  git('clone', '-q', '--depth=2', '--no-local', `file://${folder}`, shallow);
  const known = execFileSync('git', ['-C', shallow, 'rev-list', 'HEAD'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const { order, isAncestor } = await new GitRepository(shallow).lineage([...known, of('first')]);
  expect(order).toEqual(known);
  expect(isAncestor(known[1] ?? '', known[0] ?? '')).toBe(true);
  expect(isAncestor(of('first'), known[0] ?? '')).toBe(false);
});

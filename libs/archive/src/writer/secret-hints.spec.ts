import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { mayHoldSecret } from './secret-hints';
import { SecretScanner } from './secret-scanner';

type Rule = (typeof rules)[number];

/** The patterns that a rule looks for in a text, as it asks for them. */
async function patternsOf(rule: Rule): Promise<RegExp[]> {
  const asked: RegExp[] = [];
  const content = {
    matchAll(pattern: RegExp) {
      asked.push(pattern);
      return [];
    },
  };
  const context = { createTranslator: () => () => '', report: () => undefined };
  const found = rule.create(context as never, {} as never);
  await found.file?.({ content, filePath: 'a.txt', ext: '.txt' } as never);
  return asked;
}

/** The pattern without what only looks around, which fast-check cannot write texts for. */
function plain({ source, flags }: RegExp): RegExp {
  const spelled = source.replaceAll('(?<!\\p{L})', '').replaceAll('\\b', '');
  return new RegExp(
    spelled.replace(/\(\?![^()]*\)/g, '').replace(/\(\?<\w+>/g, '('),
    flags.replace(/[giu]/g, ''),
  );
}

const patterns = async () =>
  (
    await Promise.all(
      rules
        .filter(({ meta }) => !meta.id.endsWith('filter-comments'))
        .map(async (rule) => (await patternsOf(rule)).map((pattern) => ({ id: rule.meta.id, pattern }))),
    )
  ).flat();

test('lets no text by that a pattern of the preset matches', async () => {
  const all = await patterns();
  expect(new Set(all.map(({ id }) => id.replace(/^.*rule-/, '')))).toEqual(
    new Set([
      'aws',
      'privatekey',
      'npm',
      'basicauth',
      'slack',
      'sendgrid',
      'shopify',
      'github',
      'openai',
      'anthropic',
      'linear',
      '1password',
      'database-connection-string',
    ]),
  );
  for (const { pattern } of all) {
    const text = fc
      .tuple(fc.string(), fc.stringMatching(plain(pattern)), fc.string())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (matched) => {
        expect(mayHoldSecret(matched, 'a.txt')).toBe(true);
        if (pattern.flags.includes('i')) expect(mayHoldSecret(matched.toUpperCase(), 'a.txt')).toBe(true);
      }),
      { numRuns: 50 },
    );
  }
});

test('lets a key of a service account by in no spelling that JSON has', () => {
  const key = JSON.stringify({ private_key_id: '1', private_key: '-----BEGIN PRIVATE KEY-----' });
  expect(mayHoldSecret(key, 'a.json')).toBe(true);
  expect(mayHoldSecret(key.replace('PRIVATE', '\\u0050RIVATE'), 'a.json')).toBe(true);
});

test('lets code by that only speaks of tokens', () => {
  const code = 'const npm_config = "https://example.com/a:b"; // ghp_ and sk-test, mysql or postgres\n';
  expect(mayHoldSecret(code.repeat(100), 'a.js')).toBe(false);
});

test('reports bytes what it reports their text, and of UTF-16 nothing', () => {
  const hints = ['PRIVATE KEY', '_authToken=', 'sk-ant-api0', 'https://user:pass@', 'xoxb-1', 'T3BlbkFJ'];
  const bytes = fc.uint8Array({ maxLength: 20 });
  const content = fc
    .tuple(bytes, fc.constantFrom('', ...hints), bytes)
    .map(([before, hint, after]) => Buffer.concat([before, Buffer.from(hint), after]));
  fc.assert(
    fc.property(content, (file) => {
      const isWide = [0xfeff, 0xfffe].includes(file.length > 1 ? file.readUInt16LE() : 0);
      const isSearched = !file.includes(0) || isWide;
      const expected = isSearched && (isWide || mayHoldSecret(new TextDecoder().decode(file), 'a.txt'));
      expect(new SecretScanner('a.txt', () => undefined).mayFind(file)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

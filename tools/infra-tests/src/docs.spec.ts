import { readText } from './testing/repository';
import { readTemplate } from './testing/template';
import { readWorkflow } from './testing/workflow';

const guide = readText('docs/aws.md');

/** A heading's text, up to the next heading of any depth. */
function sectionOf(words: string): string {
  const section = guide.split(/^#+ /m).find((part) => part.split('\n')[0] === words);
  if (section === undefined) throw new Error(`docs/aws.md has no heading with "${words}".`);
  return section;
}

/** What the code spans of a piece of the guide name. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
}

/** The defaults that a section's table gives, by parameter. A row of several gives one for all, or one for each. */
function defaultsIn(section: string, column: number): Map<string, string> {
  const rows = section.split('\n').filter((line) => /^\| `[A-Z]/.test(line));
  return new Map(
    rows.flatMap((row) => {
      const cells = row.split('|').map((cell) => cell.trim());
      const parameters = namesIn(cells[1] ?? '');
      const given = (cells[column] ?? '').split(', ').map((text) => text.replaceAll('`', ''));
      return parameters.map((name, at): [string, string] => [name, given[at] ?? given[0] ?? '']);
    }),
  );
}

test.each([
  ['aws/platform.yml', 2],
  ['aws/app.yml', 2],
  ['aws/environment.yml', 2],
  ['aws/pipeline.yml', 2],
  ['aws/cfn-template.yml', 2],
])('docs/aws.md has every parameter of %s, with its default', (template, column) => {
  const section = sectionOf(template);
  const { Parameters: declared } = readTemplate(template);
  expect(namesIn(section)).toEqual(expect.arrayContaining(Object.keys(declared)));
  for (const [name, told] of defaultsIn(section, column)) {
    const { Default: standard = '' } = declared[name] ?? {};
    const written = told === '' || told === 'empty' ? '' : told;
    expect([name, written]).toEqual([name, String(standard)]);
  }
});

test('docs/aws.md has every input of Init', () => {
  const { inputs } = readWorkflow('.github/workflows/init.yml').on['workflow_dispatch'] as { inputs: object };
  const told = ['aws/environment.yml', 'aws/pipeline.yml'].flatMap((template) =>
    namesIn(sectionOf(template)),
  );
  expect(told).toEqual(expect.arrayContaining(Object.keys(inputs)));
});

test('docs/aws.md has every repository variable that the workflows read', () => {
  const read = ['ci', 'deploy', 'init', 'prune'].flatMap((name) =>
    [...readText(`.github/workflows/${name}.yml`).matchAll(/vars\.(\w+)/g)].map(
      ([, variable = '']) => variable,
    ),
  );
  for (const variable of new Set(read)) expect(guide).toContain(variable);
});

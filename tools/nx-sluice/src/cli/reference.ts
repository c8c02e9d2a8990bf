import type { Command } from './commands';
import type { ExecutorSchema, OptionSchema } from './option-schema';

const begin = '<!-- Written by `npm run reference` from the schemas of the executors. -->';
const end = '<!-- End of what is written. -->';

/** Options that mean the same wherever they are. */
const common = ['app', 'part', 'bucket', 'region', 'json'];

/**
 * The README with its reference of the commands written anew between its two marks.
 * @throws Error when the marks are not there.
 */
export function withReference(readme: string, commands: Command[]): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README lacks the marks ${begin} and ${end}.`);
  return [readme.slice(0, from), begin, '', ...referenceLines(commands), '', readme.slice(to)].join('\n');
}

function referenceLines(commands: Command[]): string[] {
  const overview = commands.map(({ name, executor, words, description }) => [
    code([name, ...words.map((word) => `<${word}>`)].join(' ')),
    code(executor),
    description,
  ]);
  return [
    ...table(['Command', 'Executor', 'What it does'], overview),
    '',
    `What they share; ${withoutBucket(commands)} needs no bucket, and takes \`json\` alone of these:`,
    '',
    ...optionTable(sharedSchema(commands)),
    '',
    ...commands.flatMap(sectionOf),
  ];
}

function withoutBucket(commands: Command[]): string {
  return commands
    .filter(({ schema }) => !('bucket' in schema.properties))
    .map(({ name }) => code(name))
    .join(', ');
}

/** What is shared, as one of the commands that have all of it says it. */
function sharedSchema(commands: Command[]): ExecutorSchema {
  const whole = commands.find(({ schema }) => common.every((name) => name in schema.properties));
  const properties = Object.entries(whole?.schema.properties ?? {});
  return {
    description: '',
    properties: Object.fromEntries(properties.filter(([name]) => common.includes(name))),
  };
}

function sectionOf({ name, schema, examples }: Command): string[] {
  const own = Object.entries(schema.properties).filter(([option]) => !common.includes(option));
  if (own.length === 0) return [];
  return [
    '<details>',
    `<summary>Options of <code>${name}</code></summary>`,
    '',
    ...optionTable({ ...schema, properties: Object.fromEntries(own) }),
    '',
    ...(examples.length === 0 ? [] : ['```sh', ...examples.map((one) => `sluice ${one}`), '```', '']),
    '</details>',
    '',
  ];
}

function optionTable(schema: ExecutorSchema): string[] {
  return table(['Option', 'Type', 'Default', 'What it says'], optionRows('', schema));
}

function optionRows(
  prefix: string,
  { properties, required = [] }: Omit<ExecutorSchema, 'description'>,
): string[][] {
  return Object.entries(properties).flatMap(([name, option]) => [
    [
      code(`${prefix}${name}`),
      typeOf(option),
      required.includes(name) ? '**required**' : standardOf(option),
      option.description,
    ],
    ...(option.items?.properties === undefined
      ? []
      : optionRows(`${prefix}${name}[].`, { ...option.items, properties: option.items.properties })),
  ]);
}

function typeOf({ type, items }: OptionSchema): string {
  return type === 'array' ? `${items?.type}[]` : ([type].flat()[0] ?? '');
}

function standardOf({ default: standard }: OptionSchema): string {
  if (standard === undefined || (Array.isArray(standard) && standard.length === 0)) return '';
  return code(String(standard));
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(header: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

/** Angle brackets are text here, and a full stop ends no sentence of a table. */
function cell(text: string): string {
  const isCode = /^`.*`$/.test(text);
  return (isCode ? text : text.replace(/</g, '&lt;')).replace(/\|/g, '\\|').replace(/\.$/, '');
}

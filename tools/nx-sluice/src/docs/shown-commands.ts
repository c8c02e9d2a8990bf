import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCommands } from '../cli/commands';
import type { ExecutorSchema } from '../cli/option-schema';
import type { Ended } from '../cli/testing/run-command';
import { codeSpans, files, repository, type Page } from './pages';
import { shellCommands } from './shell-commands';

const commands = readCommands();

/** Blocks with one of these behind `sh` show commands that a test cannot run; `sluice`, `nx` and `npm` in them are checked. */
const markers = ['aws', 'github'];

/** What a shell or every machine of a developer has. */
const programs = ['cd', 'create-nx-workspace', 'export', 'git', 'node', '.ci/run'];

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(repository, path), 'utf8')) as T;
}

interface Project {
  name: string;
  targets?: Record<string, { executor?: string }>;
}

const projects = [...files]
  .filter((path) => path.endsWith('/project.json'))
  .map((path) => readJson<Project>(path));
const { scripts } = readJson<{ scripts: Record<string, string> }>('package.json');

export interface ShownCommand {
  args: string[];
  /** It need not be one of ours. */
  isMarked: boolean;
}

/** Every command that a page shows: in its shell blocks, and in code spans that begin like one of ours. */
export function shownCommands(page: Page): ShownCommand[] {
  const blocks = page.blocks
    .filter(({ info }) => /^(sh|bash|shell|console)\b/.test(info))
    .flatMap(({ info, lines }) => {
      const isMarked = info.split(' ').some((word) => markers.includes(word));
      return shellCommands(lines.join('\n')).map((args) => ({ args, isMarked }));
    });
  const spans = codeSpans(page)
    .filter((span) => /^((npx )?(sluice|nx) |npm |npx jest )/.test(span))
    .flatMap((span) => shellCommands(span.replaceAll('\n', ' ')).map((args) => ({ args, isMarked: true })));
  return [...blocks, ...spans];
}

/** The program and its arguments, without npx. */
export function withoutNpx([program = '', ...args]: string[]): string[] {
  return program === 'npx' ? args : [program, ...args];
}

/** Why each command could not be run as it is shown; nothing for those that could. */
export function problemsOf(shown: readonly ShownCommand[]): string[] {
  const ours = shown.map(({ args }) => sluiceWords(withoutNpx(args)));
  const parsed = parserProblems(ours.filter((args) => args !== undefined));
  const problems = shown.map((command, index) =>
    ours[index] === undefined ? otherProblem(command) : parsed.shift(),
  );
  return problems.flatMap((problem, index) =>
    problem === undefined ? [] : [`${shown[index]?.args.join(' ')}: ${problem}`],
  );
}

/** What is given to `sluice`, with a value for each placeholder; nothing where another program is run. */
function sluiceWords([program, ...args]: string[]): string[] | undefined {
  const own = program === 'sluice' ? args : undefined;
  const viaNpm = program === 'npm' && args[0] === 'run' && args[1] === 'sluice' ? args.slice(3) : undefined;
  const found = own ?? viaNpm;
  if (found === undefined || /^[<…]/.test(found[0] ?? '…')) return undefined;
  return found.map((word) => word.replace(/<[^>]+>|…/g, '1a2b3c4d'));
}

const many = resolve(__dirname, 'run-many.cjs');

/** What `sluice verify` says of lines that the parser took: it needs no workspace, so it ends later than the others. */
const verifyTaken = /^(?:sluice verify requires --subject|Outside of a workspace, only|The key file )/;

/**
 * What the compiled command's parser says, by one process for all. Outside of a workspace each command that the parser
 * takes ends like any other.
 */
function parserProblems(lines: string[][]): (string | undefined)[] {
  if (lines.length === 0) return [];
  const nowhere = mkdtempSync(join(tmpdir(), 'sluice-docs-'));
  try {
    const input = JSON.stringify([['status'], ...lines]);
    const output = execFileSync(process.execPath, [many, input], { cwd: nowhere, encoding: 'utf8' });
    const [taken, ...ended] = JSON.parse(output) as Ended[];
    return ended.map(({ code, stderr }) =>
      code === 0 || stderr === taken?.stderr || verifyTaken.test(stderr)
        ? undefined
        : stderr.trim().replaceAll('\n', ' '),
    );
  } finally {
    rmdirSync(nowhere);
  }
}

function otherProblem({ args, isMarked }: ShownCommand): string | undefined {
  const [program = '', ...rest] = withoutNpx(args);
  switch (program) {
    case 'sluice':
      return undefined;
    case 'nx':
      return problemOfNx(rest);
    case 'npm':
      return problemOfNpm(rest);
    case 'jest':
      return rest.every((word) => !word.endsWith('.cjs') || files.has(word))
        ? undefined
        : 'no such configuration';
    default:
      return isMarked || programs.includes(program.replace(/@latest$/, ''))
        ? undefined
        : `"${program}" needs a block that is marked ${markers.map((marker) => `\`sh ${marker}\``).join(' or ')}`;
  }
}

function problemOfNx([action = '', ...args]: string[]): string | undefined {
  if (action === 'run') return problemOfRun(args);
  if (action === 'affected' || action === 'run-many') {
    const names = args.slice(args.findIndex((word) => word === '-t') + 1);
    const until = names.findIndex((word) => word.startsWith('-'));
    const unknown = (until < 0 ? names : names.slice(0, until)).find(
      (name) => !projects.some(({ targets = {} }) => name in targets),
    );
    return unknown === undefined ? undefined : `no project has the target "${unknown}"`;
  }
  if (action === 'g') return problemOfGenerator(args);
  return ['add', 'release', 'reset', 'show'].includes(action)
    ? undefined
    : `nx ${action} is not a known command`;
}

/** A generator of this plugin, with options of its schema. */
function problemOfGenerator([name = '', ...args]: string[]): string | undefined {
  const { generators } = readJson<{ generators: Record<string, { schema: string }> }>(
    'tools/nx-sluice/generators.json',
  );
  const generator = generators[name.replace(/^nx-sluice:/, '')];
  if (generator === undefined) return `unknown generator "${name}"`;
  const schema = readJson<ExecutorSchema>(join('tools/nx-sluice', generator.schema));
  return unknownOption(
    schema,
    args.filter((word) => !['--dry-run', '--help'].includes(word)),
  );
}

/** Options of `nx run` itself. */
const ofNx = ['skip-nx-cache', 'configuration', 'verbose', 'outputStyle'];

function problemOfRun([task = '', ...args]: string[]): string | undefined {
  const [name = '', target = ''] = task.split(':');
  const project = projects.find((one) => one.name === name);
  const isPlaceholder = /[<…]/.test(name);
  // Another workspace's example: its targets are named like ours.
  const executor = (project ?? projects.find((one) => one.name === 'app'))?.targets?.[target]?.executor;
  if (!isPlaceholder && project !== undefined && !(target in (project.targets ?? {})))
    return `${name} has no target "${target}"`;
  const command = commands.find((one) => one.executor === executor);
  if (command === undefined) return undefined;
  return unknownOption(command.schema, args);
}

function unknownOption({ properties }: ExecutorSchema, args: string[]): string | undefined {
  const names = args.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')[0] ?? '');
  const unknown = names.find((name) => !(name in properties) && !ofNx.includes(name));
  return unknown === undefined ? undefined : `no option --${unknown}`;
}

function problemOfNpm([action = '', ...args]: string[]): string | undefined {
  if (['ci', 'install', 'audit', 'ls', 'publish', 'update'].includes(action)) return undefined;
  const script = action === 'run' ? args.find((word) => !word.startsWith('-')) : action;
  return script !== undefined && script in scripts ? undefined : `package.json has no script "${script}"`;
}

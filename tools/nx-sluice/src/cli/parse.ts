import { closest, SluiceError } from '@sluice/release';
import yargs from 'yargs';
import { readVersion, type Command } from './commands';
import { offeredNames } from './offered-names';
import { checkOption, isTypable, parserOption } from './option-schema';
import { outputSchemaPath } from './output-schema-path';

/** What a command line asks for. */
export interface Request {
  command: Command;
  /** What was typed, and nothing else; under the names of the executor's schema. */
  options: Record<string, unknown>;
  /** As it was typed. */
  project?: string;
  /** As it was typed. */
  app?: string;
  /** Which of the target's named sets of options counts. */
  configuration?: string;
  isVerbose: boolean;
}

type Arguments = Record<string, unknown> & { _: (string | number)[]; '--'?: (string | number)[] };

/** Has the parser itself find what fits. */
type Completion = (found: (failure: Error | null, names: string[] | undefined) => void) => void;

/**
 * Reads a command line.
 * @returns nothing where help, the version or a completion was asked for, and printed.
 * @throws SluiceError `usage` on invalid input, with a suggestion.
 */
export function parse(args: string[], commands: Command[]): Request | undefined {
  const chosen: { command?: Command } = {};
  const parser = yargs(args)
    .scriptName('sluice')
    .locale('en')
    .usage('$0 <command> [options]\n\nPublishes, promotes and operates the apps of this Nx workspace.')
    .parserConfiguration({
      'dot-notation': false,
      'duplicate-arguments-array': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
    })
    .options({
      project: {
        type: 'string',
        requiresArg: true,
        description:
          'The Nx project whose target options apply. Default: the project that publishes the app.',
      },
      app: { type: 'string', requiresArg: true, description: 'The app, if sluice.json has several.' },
      configuration: {
        type: 'string',
        alias: 'c',
        requiresArg: true,
        description: 'A named configuration of the target.',
      },
      verbose: { type: 'boolean', description: 'Print the underlying error and its stack trace.' },
    })
    .help()
    .alias('help', 'h')
    .version(readVersion())
    .completion(
      'completion',
      'Print a completion script for bash or zsh.',
      (_current: string, _typed: unknown, complete: Completion, done: (names: string[]) => void) => {
        // What was typed stands behind the option that asks, and the name of the program.
        const names = offeredNames(args.slice(2), commands);
        if (names.length > 0) done(names);
        else complete((_failure, standard = []) => done(standard));
      },
    )
    .example(
      commands.flatMap(({ examples }) =>
        examples.slice(0, 1).map((one) => [`$0 ${one}`, ''] as [string, string]),
      ),
    )
    .epilogue(
      'Exit codes: 0 success, 1 failure, 2 wrong usage, 3 refused, 4 race lost, 5 pipeline failed, 6 not deployed.',
    )
    .exitProcess(false)
    .fail((message, error) => {
      // What the parser itself refuses is a YError; anything else is a bug.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new SluiceError('usage', `${message ?? error.message}.`, 'See `sluice --help`.');
    });
  for (const command of commands) {
    const { name, description, schema, examples } = command;
    const typable = Object.entries(schema.properties).filter(([, option]) => isTypable(option));
    parser.command(
      name,
      description,
      (own) => {
        for (const [key, option] of typable) own.option(dashed(key), parserOption(option));
        const words = command.positionals.map((word) => `[${word}]`);
        const rest = command.rest === undefined ? [] : ['--', `<${command.rest}>`];
        const usage = ['$0', name, ...words, '[options]', ...rest].join(' ');
        return own
          .usage(`${usage}\n\n${description}`)
          .example(examples.map((one) => [`$0 ${one}`, ''] as [string, string]))
          .epilogue(`The output of --json is described in ${outputSchemaPath(name)}.`);
      },
      () => {
        chosen.command = command;
      },
    );
  }
  const found = parser.wrap(Math.min(100, parser.terminalWidth())).parseSync() as Arguments;
  if (chosen.command !== undefined) return requestFor(chosen.command, found);
  if (found.help || found.version || 'get-yargs-completions' in found || found._[0] === 'completion')
    return undefined;
  throw unknownCommand(found._[0], commands);
}

function requestFor(command: Command, found: Arguments): Request {
  const { properties } = command.schema;
  const names = Object.keys(properties).filter((name) => properties[name] && isTypable(properties[name]));
  refuseUnknown(command, found, [...names, 'app', 'project', 'configuration', 'verbose', 'help', 'version']);
  const given = { ...found, ...positionalOptions(command, found), ...restOption(command, found) };
  const options: Record<string, unknown> = {};
  for (const name of names) {
    const schema = properties[name];
    if (schema === undefined || given[name] === undefined) continue;
    checkOption(dashed(name), given[name], schema);
    options[name] = given[name];
  }
  return {
    command,
    options,
    project: found.project as string | undefined,
    app: found.app as string | undefined,
    configuration: found.configuration as string | undefined,
    isVerbose: found.verbose === true,
  };
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function refuseUnknown({ name }: Command, found: Arguments, known: string[]): void {
  const help = `\`sluice ${name} --help\` lists the options.`;
  const own = new Set([...known, ...known.map(dashed), 'c', 'h', '_', '--', '$0']);
  const unknown = Object.keys(found).find((key) => !own.has(key));
  if (unknown !== undefined) {
    const meant = closest(dashed(unknown), known.map(dashed));
    const hint = meant === undefined ? help : `Did you mean --${meant}? ${help}`;
    throw new SluiceError(
      'usage',
      `sluice ${name} has no option ${unknown.length > 1 ? '--' : '-'}${unknown}.`,
      hint,
    );
  }
}

/** `cache -- nx build` is `cache --command=nx --command=build`. */
function restOption({ rest }: Command, found: Arguments): Record<string, string[]> {
  const typed = found['--']?.map(String) ?? [];
  return rest === undefined || typed.length === 0 ? {} : { [rest]: typed };
}

/** `promote uat` is `promote --env=uat`. */
function positionalOptions({ name, positionals, rest }: Command, found: Arguments): Record<string, string> {
  const help = `\`sluice ${name} --help\` lists the options.`;
  const behind = rest === undefined ? (found['--'] ?? []) : [];
  const typed = [...found._.slice(1), ...behind].map(String);
  const extra = typed[positionals.length];
  if (extra !== undefined) {
    const takes =
      positionals.length === 0
        ? `no arguments${rest === undefined ? '' : ` before --`}`
        : `${positionals.map((word) => `<${word}>`).join(' ')} at most`;
    throw new SluiceError('usage', `sluice ${name} accepts ${takes}; unexpected argument "${extra}".`, help);
  }
  const twice = positionals.find((word, index) => typed[index] !== undefined && found[word] !== undefined);
  if (twice !== undefined) {
    throw new SluiceError(
      'usage',
      `sluice ${name} got ${twice} twice: as an argument and as --${twice}.`,
      help,
    );
  }
  return Object.fromEntries(typed.map((word, index) => [positionals[index], word]));
}

function unknownCommand(typed: string | number | undefined, commands: Command[]): SluiceError {
  const help = '`sluice --help` lists the commands.';
  if (typed === undefined) return new SluiceError('usage', 'No command specified.', help);
  const meant = closest(String(typed), [...commands.map(({ name }) => name), 'completion']);
  const hint = meant === undefined ? help : `Did you mean sluice ${meant}? ${help}`;
  return new SluiceError('usage', `Unknown command "${typed}".`, hint);
}

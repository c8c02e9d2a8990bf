import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonWithComments } from '@sluice/release';
import type { Command } from './commands';
import { findWorkspaceRoot } from './workspace-root';

type Kind = 'environments' | 'tags' | 'apps';

/** What an option, or the plain word that stands for it, takes of sluice.json. */
const kindsOf: Record<string, Kind[]> = {
  app: ['apps'],
  env: ['environments'],
  tag: ['tags'],
  from: ['environments', 'tags'],
  to: ['environments', 'tags'],
};

/**
 * The names of sluice.json that a shell may put where its last word is being typed.
 * @param typed the command line from the command's name on.
 */
export function offeredNames(typed: string[], commands: Command[]): string[] {
  const [name, ...args] = typed;
  const command = commands.find((one) => one.name === name);
  if (command === undefined || args.length === 0) return [];
  const { option = '', prefix = '', begun } = positionOf(command, args);
  if (!(option in command.schema.properties)) return [];
  return namesOf(kindsOf[option] ?? [], joined(args))
    .filter((one) => one.startsWith(begun))
    .map((one) => `${prefix}${one}`);
}

interface Place {
  option?: string;
  /** What the shell takes for a part of the word. */
  prefix?: string;
  /** What is typed of it so far. */
  begun: string;
}

/** Which option the last word is for. */
function positionOf(command: Command, args: string[]): Place {
  const before = joined(args);
  const current = before.pop() ?? '';
  const [, option, begun] = /^--([a-z]+)=(.*)$/.exec(current) ?? [];
  if (option !== undefined && begun !== undefined) {
    return { option, begun, prefix: args.at(-1) === current ? `--${option}=` : '' };
  }
  const asked = valueOption(command, before.at(-1));
  if (asked !== undefined || current.startsWith('-')) return { option: asked, begun: current };
  const plain = before.filter(
    (word, index) => !word.startsWith('-') && valueOption(command, before[index - 1]) === undefined,
  );
  return { option: command.positionals[plain.length], begun: current };
}

/** bash makes three words of `--env=st`. */
function joined(args: string[]): string[] {
  return args.reduce<string[]>((all, word) => {
    const last = all.at(-1) ?? '';
    return word === '=' || /^--[a-z]+=$/.test(last) ? [...all.slice(0, -1), last + word] : [...all, word];
  }, []);
}

/** The option that the next word is the value of, when this one is `--env`. */
function valueOption({ schema }: Command, word = ''): string | undefined {
  const name = /^--([a-z]+)$/.exec(word)?.[1] ?? '';
  const type = schema.properties[name]?.type;
  return type === undefined || type === 'boolean' ? undefined : name;
}

/**
 * Of all apps, unless one is typed already. None where there is no readable sluice.json: a shell that completes is no
 * place for an error.
 */
function namesOf(kinds: Kind[], typed: string[]): string[] {
  try {
    const path = join(findWorkspaceRoot(process.cwd()), 'sluice.json');
    const file = parseJsonWithComments(readFileSync(path, 'utf8')) as FileOfNames;
    const apps = file.apps ?? { [file.app ?? '']: { environments: file.environments ?? {} } };
    const one = typed.find((word) => word.startsWith('--app='))?.slice('--app='.length);
    const meant = Object.entries(apps).filter(
      ([name]) => !(one !== undefined && one in apps) || name === one,
    );
    const environments = meant.flatMap(([, app]) => Object.entries(app.environments));
    const names = {
      apps: Object.keys(apps),
      environments: environments.map(([name]) => name),
      tags: environments.map(([, { tag }]) => tag),
    };
    return [...new Set(kinds.flatMap((kind) => names[kind]))];
  } catch {
    return [];
  }
}

interface FileOfNames {
  app?: string;
  environments?: Record<string, { tag: string }>;
  apps?: Record<string, { environments: Record<string, { tag: string }> }>;
}

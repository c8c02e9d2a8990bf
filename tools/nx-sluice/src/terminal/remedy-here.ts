import {
  shortSha,
  type ErrorCode,
  type ErrorDetails,
  type NextCommand,
  type UserFacingError,
} from '@sluice/release';
import { nextCommandFor } from './next-command';

/** The option of the command that helps, as a sentence of its own. An error itself does not know who shows it. */
const optionThatHelps: Partial<Record<ErrorCode, (details: ErrorDetails) => string>> = {
  'app-not-named': () => 'Pass --app=<name>.',
  'reason-missing': () => 'Pass --reason=<text>.',
  'environment-not-named': () => 'Pass --env=<name>.',
  'ancestry-unknown': () => orPublishWith('force'),
  'branch-unknown': () => orPublishWith('force'),
  'working-tree-dirty': () => orPublishWith('allowDirty'),
  'archive-differs': () => orPublishWith('allowDirty'),
  'archive-stale': () => orPublishWith('allowStale'),
  'prefix-taken': ({ owner }) =>
    [
      'A component is named with --component=<name>.',
      ...(owner === undefined
        ? []
        : [`If "${owner}" is its former name, publish once with --renamedFrom=${owner}.`]),
    ].join(' '),
};

/** What to do, with the option or the command that does it. */
export function remedyHere(error: UserFacingError): string {
  const {
    remedy,
    code,
    details = {},
    kind,
    command = nextCommandFor({ app: '' }),
  } = error as UserFacingError & {
    details?: ErrorDetails;
    kind?: string;
    /** For the app and the component that the failed command was about. */
    command?: NextCommand;
  };
  if (details.rejected !== undefined)
    return withCommand(remedy, command('reject', shortSha(details.rejected), '--undo'));
  if (kind === 'unexpected')
    return `${remedy} Run \`${command('doctor')}\`; --verbose shows the complete response.`;
  const option = optionThatHelps[code as ErrorCode]?.(details);
  return option === undefined ? remedy : `${remedy} ${option}`;
}

/** The end of the remedy where a check of `publish` can be left out. */
export function orPublishWith(option: 'force' | 'allowDirty' | 'allowStale'): string {
  return `Or publish with --${option}.`;
}

function withCommand(remedy: string, command: string): string {
  return `${remedy.replace(/\.$/, '')}: ${command}`;
}

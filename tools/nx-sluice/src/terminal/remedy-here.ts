import { shortSha, type UserFacingError } from '@sluice/release';

/** What to do, with the command that does it: an error itself does not know whether it is read on a terminal. */
export function remedyHere(error: UserFacingError): string {
  const { remedy, rejected, kind } = error as UserFacingError & { rejected?: string; kind?: string };
  if (rejected !== undefined) return withWay(remedy, `sluice reject ${shortSha(rejected)} --undo`);
  if (kind === 'unexpected')
    return withWay(remedy, '`sluice doctor` does, and --verbose shows the whole answer.');
  return remedy;
}

function withWay(remedy: string, way: string): string {
  return `${remedy.replace(/\.$/, '')}: ${way}`;
}

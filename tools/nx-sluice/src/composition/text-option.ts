import type { ExecutorContext } from '@nx/devkit';

/**
 * An option that is text, as it was typed. Nx parses `--sha=1234567` and `--sha=12e4567` as numbers, which loses
 * digits; the task keeps the words that it was called with.
 */
export function textOption(
  value: string | number | undefined,
  name: string,
  context: Pick<ExecutorContext, 'taskGraph' | 'projectName' | 'targetName' | 'configurationName'>,
): string | undefined {
  if (typeof value !== 'number') return value;
  const task = [context.projectName, context.targetName, context.configurationName].filter(Boolean).join(':');
  const args: unknown = context.taskGraph?.tasks[task]?.overrides?.__overrides_unparsed__;
  const typed = Array.isArray(args) ? args.map(String) : [];
  const joined = typed.findLast((word) => word.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3);
  const at = typed.lastIndexOf(`--${name}`);
  return (at < 0 ? undefined : typed[at + 1]) ?? String(value);
}

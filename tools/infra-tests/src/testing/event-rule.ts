import { resolve } from './resolve';
import { pipelineScope } from './roles';
import { readTemplate } from './template';

type Value = string | { 'anything-but': string[] } | { exists: boolean };
type Tree = { [name: string]: Tree | Value[] };

/** One of the rules that aws/pipeline.yml makes for an environment. */
export interface EventRule {
  pattern: Tree;
  /** What the rule gives its target for an event; the template may put text of the event in at its `<names>`. */
  inputFor(event: object): string;
}

interface Properties {
  EventPattern: Tree;
  Targets: { InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string } }[];
}

function at(path: string, event: unknown): unknown {
  const names = path.replace(/^\$\./, '').split('.');
  return names.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], event);
}

export function eventRule(name: string, environment: string, tag: string): EventRule {
  const { Properties } = readTemplate('aws/pipeline.yml').Resources[name] ?? {};
  const { EventPattern: pattern, Targets } = resolve(
    Properties,
    pipelineScope(environment, tag),
  ) as Properties;
  const { InputPathsMap: paths, InputTemplate: template } = Targets[0]?.InputTransformer ?? {
    InputPathsMap: {},
    InputTemplate: '',
  };
  return {
    pattern,
    inputFor: (event) =>
      template.replace(/<(\w+)>/g, (_, variable: string) => String(at(paths[variable] ?? '', event))),
  };
}

function accepts(value: Value, actual: unknown): boolean {
  if (typeof value === 'string') return value === String(actual);
  if ('exists' in value) return value.exists === (actual !== undefined);
  return actual !== undefined && !value['anything-but'].includes(String(actual));
}

/**
 * Whether a pattern matches, as EventBridge has it: what a pattern names must be there and be one of its values, where
 * `anything-but` and `exists` stand for values. Nothing else of its language is evaluated here.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function isMatch(pattern: Tree, event: unknown): boolean {
  return Object.entries(pattern).every(([name, expected]) => {
    const actual = (event as Record<string, unknown> | undefined)?.[name];
    return Array.isArray(expected)
      ? expected.some((value) => accepts(value, actual))
      : isMatch(expected, actual);
  });
}

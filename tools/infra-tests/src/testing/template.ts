import { parse, YAMLMap, type CollectionTag, type Node, type ScalarTag } from 'yaml';
import { readText } from './repository';

type Tree = Record<string, unknown>;

export interface Resource {
  Type: string;
  Condition?: string;
  Properties?: Tree;
}

export interface Rule {
  RuleCondition: unknown;
  Assertions: { Assert: unknown; AssertDescription: string }[];
}

export interface Template {
  Parameters: Record<string, { Type: string; Default?: string | number }>;
  Rules?: Record<string, Rule>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

const functions = ['Sub', 'GetAtt', 'If', 'Join', 'Split', 'Select', 'Equals', 'Not', 'Or', 'Ref'];

function longName(name: string): string {
  return name === 'Ref' ? 'Ref' : `Fn::${name}`;
}

function call(name: string, argument: Node): YAMLMap {
  const map = new YAMLMap();
  map.set(longName(name), argument);
  return map;
}

const tags: (ScalarTag | CollectionTag)[] = functions.flatMap((name) => [
  {
    tag: `!${name}`,
    resolve: (text: string) => ({ [longName(name)]: name === 'GetAtt' ? text.split('.') : text }),
  } satisfies ScalarTag,
  {
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (node) => call(name, node),
  } satisfies CollectionTag,
  {
    tag: `!${name}`,
    collection: 'map' as const,
    resolve: (node) => call(name, node),
  } satisfies CollectionTag,
]);

/** Reads a CloudFormation template; the short forms (`!Sub …`) come out in their long form (`{ 'Fn::Sub': … }`). */
export function readTemplate(path: string): Template {
  return parse(readText(path), { customTags: tags }) as Template;
}

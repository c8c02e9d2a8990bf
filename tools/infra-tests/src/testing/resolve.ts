import type { Template } from './template';

/** What the names in a template stand for: parameters, pseudo parameters, resources, `Resource.Attribute`. */
export interface Scope {
  names: Record<string, unknown>;
  conditions: Record<string, unknown>;
}

type Call = [name: string, argument: unknown];

/** The value `AWS::NoValue` leaves: the property or list entry goes. */
const noValue = Symbol('AWS::NoValue');

/**
 * A template's names, with the given parameters over the defaults.
 *
 * @param stored what Parameter Store has, by name
 * @throws when a parameter has neither value nor default, or names nothing in Parameter Store, as CloudFormation does
 */
export function scopeOf(
  template: Template,
  given: Record<string, unknown>,
  stored: Record<string, unknown> = {},
): Scope {
  const read = (key: string) => {
    if (!(key in stored)) throw new Error(`Parameter Store has no ${key}.`);
    return stored[key];
  };
  const names: Record<string, unknown> = {
    'AWS::Partition': 'aws',
    'AWS::Region': 'us-east-1',
    'AWS::AccountId': '123456789012',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'sluice-platform',
    'AWS::StackId':
      'arn:aws:cloudformation:us-east-1:123456789012:stack/stack/51af3dc0-da77-11e4-872e-1234567db123',
    'AWS::NoValue': noValue,
  };
  for (const [name, parameter] of Object.entries(template.Parameters)) {
    const value = given[name] ?? parameter.Default;
    if (value === undefined) throw new Error(`The parameter ${name} has no value.`);
    names[name] = valueOf(parameter.Type, value, read);
  }
  for (const [name, resource] of Object.entries(template.Resources)) {
    Object.assign(names, physicalNames(name, resource.Type));
  }
  return { names, conditions: template.Conditions ?? {} };
}

function valueOf(type: string, value: unknown, read: (key: string) => unknown): unknown {
  if (type.startsWith('AWS::SSM::Parameter::Value')) return read(String(value));
  return type === 'CommaDelimitedList' && typeof value === 'string' ? value.split(',') : value;
}

function physicalNames(name: string, type: string): Record<string, string> {
  const slug = name.toLowerCase();
  if (type === 'AWS::S3::Bucket') return { [name]: slug, [`${name}.Arn`]: `arn:aws:s3:::${slug}` };
  const arn = `arn:aws:${type.split('::')[1]?.toLowerCase()}:us-east-1:123456789012:${slug}`;
  const ref = type === 'AWS::IAM::ManagedPolicy' || type === 'AWS::SNS::Topic' ? arn : slug;
  return { [name]: ref, [`${name}.Arn`]: arn, [`${name}.RepositoryUri`]: `123456789012.dkr.ecr/${slug}` };
}

/**
 * Evaluates the intrinsic functions in a piece of a template.
 *
 * @throws when a name stands for nothing
 */
export function resolve(node: unknown, scope: Scope): unknown {
  if (Array.isArray(node)) return node.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  const only = entries[0];
  if (entries.length === 1 && only && /^(Ref|Fn::.+)$/.test(only[0])) return evaluate(only, scope);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, resolve(value, scope)]).filter(([, value]) => value !== noValue),
  );
}

function evaluate([name, argument]: Call, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return lookUp(String(argument), scope.names);
    case 'Fn::GetAtt':
      return lookUp((argument as string[]).join('.'), scope.names);
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown];
      return (resolve(parts, scope) as unknown[]).flat().join(separator);
    }
    case 'Fn::Split': {
      const [separator, text] = resolve(argument, scope) as [string, string];
      return text.split(separator);
    }
    case 'Fn::Select': {
      const [at, list] = resolve(argument, scope) as [number, unknown[]];
      return list[at];
    }
    case 'Fn::Equals': {
      const [left, right] = resolve(argument, scope) as unknown[];
      return String(left) === String(right);
    }
    case 'Fn::Not':
      return !(resolve(argument, scope) as unknown[])[0];
    case 'Fn::Or':
      return (resolve(argument, scope) as unknown[]).some(Boolean);
    case 'Fn::If': {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return resolve(resolve(scope.conditions[condition], scope) ? yes : no, scope);
    }
    default:
      throw new Error(`${name} is not evaluated here.`);
  }
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, object];
  const names = { ...scope.names, ...(resolve(own, scope) as Record<string, unknown>) };
  const replaced = text.replace(/\$\{([^!}]+)\}/g, (_, name: string) => String(lookUp(name, names)));
  // `${!name}` is how a template writes `${name}`, such as a variable of IAM.
  return replaced.replace(/\$\{!([^}]+)\}/g, '$${$1}');
}

function lookUp(name: string, names: Record<string, unknown>): unknown {
  if (!(name in names)) throw new Error(`${name} stands for nothing.`);
  return names[name];
}

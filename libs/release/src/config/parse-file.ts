import type { z } from 'zod';
import { SluiceError } from '../errors';
import { oneAppSchema, severalAppsSchema } from './schema';

type OneApp = z.output<typeof oneAppSchema>;

/** One app as sluice.json describes it, in either form. */
export interface AppInFile extends Pick<
  OneApp,
  'bucket' | 'region' | 'publish' | 'repository' | 'start' | 'project' | 'environments'
> {
  app: string;
  components: string[];
  /** What leads to its fields in the file: nothing, or `apps.<app>.` */
  path: string;
}

/**
 * The apps of sluice.json, in its order.
 * @throws SluiceError `invalid-configuration` naming the field that is wrong.
 */
export function parseFile(file: unknown): AppInFile[] {
  if (!isObject(file) || !('apps' in file)) {
    const { app, ...rest } = parsed(oneAppSchema, file);
    refuseLostNames(file, ['environments'], '');
    return [{ ...rest, app, components: [], path: '' }];
  }
  const stray = ['app', 'project', 'environments'].find((field) => field in file);
  if (stray !== undefined) {
    throw new SluiceError(
      'invalid-configuration',
      `sluice.json: "${stray}" must be inside an app, not beside "apps".`,
      stray === 'app'
        ? 'Move it into "apps", or remove "apps" if the workspace has one app.'
        : `Move it into its app: apps.<app>.${stray}.`,
    );
  }
  const { apps, bucket, region, publish, repository } = parsed(severalAppsSchema, file);
  refuseLostNames(file, ['apps'], '');
  return Object.entries(apps).map(([app, own]) => {
    const path = `apps.${app}.`;
    refuseLostNames((file.apps as Record<string, unknown>)[app], ['environments'], path);
    return {
      ...own,
      app,
      bucket: own.bucket ?? bucket,
      region: own.region ?? region,
      publish: own.publish ?? publish,
      repository,
      path,
    };
  });
}

function parsed<S extends z.ZodType>(schema: S, file: unknown): z.output<S> {
  const result = schema.safeParse(file);
  if (result.success) return result.data;
  throw unusable(result.error);
}

/** A key that is `__proto__` is left out of what zod returns, without a word. */
function refuseLostNames(parent: unknown, fields: string[], path: string): void {
  const lost = fields.find((field) => isObject(parent) && Object.hasOwn(Object(parent[field]), '__proto__'));
  if (lost === undefined) return;
  throw new SluiceError(
    'invalid-configuration',
    `sluice.json: ${path}${lost} has the invalid name "__proto__".`,
    'Choose another name.',
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unusable(error: z.ZodError): SluiceError {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const badName = issue?.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  const what = isMissing
    ? `${path} is missing`
    : unknownKeys === undefined
      ? `${path || 'the file'}: ${badName ?? issue?.message}`
      : `${path ? `${path}.` : ''}${unknownKeys} is not a known field`;
  return new SluiceError(
    'invalid-configuration',
    `sluice.json: ${what}.`,
    'Correct it; an editor that supports "$schema" shows the allowed values.',
  );
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SluiceError } from '@sluice/release';
import { z } from 'zod';

/** Fargate's sizes: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
const sizes: Record<string, [least: number, most: number, step: number]> = {
  256: [512, 2048, 0],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
};

function isSize(cpu: string, memory: string): boolean {
  const [least, most, step] = ownValue(sizes, cpu) ?? [0, -1, 1];
  const size = Number(memory);
  if (step === 0) return [512, 1024, 2048].includes(size);
  return size >= least && size <= most && size % step === 0;
}

const whole = (least: number, most: number) => z.number().int().min(least).max(most);
/** What the platform sets by itself, on AWS and here. */
const taken = /^(HOST|PORT|AWS_.*|ECS_.*|SLUICE_.*|CONSOLE_(PUBLIC_URL|ALB_ARN|OIDC_ISSUER|OIDC_CLIENT_ID))$/;
const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'not a valid variable name')
  .refine((text) => !taken.test(text), 'set by the platform');
const secret = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_+=.@-]*(\/[A-Za-z0-9_][A-Za-z0-9_+=.@-]*)*(#[A-Za-z0-9_.-]+)?$/,
    'not a valid secret name',
  );

/**
 * aws/cfn-template-configuration-<environment>.json. The build in aws/pipeline.yml judges it by the same rules, and
 * tools/infra-tests holds the two together.
 */
export const configurationSchema = z
  .strictObject({
    Parameters: z
      .strictObject({
        Cpu: z.string().default('256'),
        Memory: z.string().default('512'),
        Strategy: z.enum(['ROLLING', 'RECREATE', 'BLUE_GREEN', 'CANARY']).default('ROLLING'),
        BakeMinutes: z
          .string()
          .regex(/^([0-9]|1[0-9]|20)$/, 'it is 0 to 20')
          .default('5'),
        CanaryPercent: z
          .string()
          .regex(/^[1-9][0-9]?$/, 'it is 1 to 99')
          .default('10'),
      })
      .refine(
        ({ Cpu, Memory }) => isSize(Cpu, Memory),
        'Fargate does not support this combination of Cpu and Memory',
      )
      .prefault({}),
    Scaling: z
      .strictObject({
        MinTasks: whole(1, 1000).default(1),
        MaxTasks: whole(1, 1000).default(2),
        CpuTarget: whole(10, 90).default(60),
      })
      .refine(({ MinTasks, MaxTasks }) => MinTasks <= MaxTasks, 'MinTasks is larger than MaxTasks')
      .prefault({}),
    Variables: z.record(name, z.string()).default({}),
    Secrets: z.record(name, secret).default({}),
    Tags: z.record(z.string(), z.string()).default({}),
  })
  .refine(
    ({ Variables, Secrets }) => Object.keys(Variables).every((variable) => !Object.hasOwn(Secrets, variable)),
    'a name is used for a variable and for a secret',
  );

/** Where Secrets Manager's values are on this machine: a JSON object by the secrets' full names. */
export interface LocalSecrets {
  app: string;
  environment: string;
  /** Absolute path; it need not be there where no secret is named. */
  file: string;
}

/**
 * The variables that an unpacked archive wants for its server in one environment; none where it has no such file.
 *
 * @throws SluiceError `failed` where the file is wrong, or names a secret that is not there
 */
export function containerVariables(folder: string, secrets: LocalSecrets): Record<string, string> {
  const path = `aws/cfn-template-configuration-${secrets.environment}.json`;
  if (!existsSync(join(folder, path))) return {};
  const parsed = configurationSchema.safeParse(parseJson(readFileSync(join(folder, path), 'utf8')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new SluiceError(
      'failed',
      `${path}: ${where ? `${where}: ` : ''}${issue?.message}.`,
      'Correct the file and publish again. The pipelines on AWS would fail in the same way.',
    );
  }
  const { Variables, Secrets } = parsed.data;
  const entries = Object.entries(Secrets).map(([variable, named]) => [variable, valueOf(named, secrets)]);
  return { ...Variables, ...(Object.fromEntries(entries) as Record<string, string>) };
}

function valueOf(named: string, { app, environment, file }: LocalSecrets): string {
  const [name = '', key] = named.split('#');
  const full = `${app}/${environment}/${name}`;
  const all = existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : {};
  const value = ownValue(all, full);
  const found = key === undefined ? value : ownValue(value, key);
  if (found === undefined || found === null) {
    throw new SluiceError(
      'failed',
      `Secret ${full}${key === undefined ? '' : ` with the key ${key}`} not found.`,
      `Add it to ${file}: { "${full}": ${key === undefined ? '"…"' : `{ "${key}": "…" }`} }.`,
    );
  }
  return typeof found === 'string' ? found : JSON.stringify(found);
}

/** @returns undefined where the value is no object, or has the key from its prototype only */
function ownValue<T>(value: Readonly<Record<string, T>>, key: string): T | undefined;
function ownValue(value: unknown, key: string): unknown;
function ownValue(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** @returns undefined for what is no JSON; no schema accepts that */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

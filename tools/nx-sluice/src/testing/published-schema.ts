import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

const folder = resolve(__dirname, '../../schemas/output');

/**
 * What a command printed on stdout.
 * @throws Error when it is not one JSON object of the schema that is published for the command.
 */
export function parseOutput<T>(command: string, stdout: string): T {
  const schema = JSON.parse(readFileSync(resolve(folder, `${command}.schema.json`), 'utf8')) as object;
  const validate = addFormats(new Ajv({ strict: true, allErrors: true })).compile(schema);
  const printed: unknown = JSON.parse(stdout);
  if (validate(printed)) return printed as T;
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  throw new Error(`${command} --json is not what its schema says: ${faults.join('; ')}\n${stdout}`);
}

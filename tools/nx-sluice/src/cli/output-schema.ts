import { type CommandName, gateNameSchema, outputSchemas } from '@sluice/contract';
import { gates } from '@sluice/release';
import { z } from 'zod';

/** What a command prints with `--json`, as JSON Schema; a time is told by its format alone. */
export function outputSchema(command: CommandName): object {
  const { $schema, ...schema } = z.toJSONSchema(outputSchemas[command], {
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === gateNameSchema) jsonSchema.enum = gates.map(({ name }) => name);
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return { $schema, title: `sluice ${command} --json`, ...schema };
}

export const commandsWithOutput = Object.keys(outputSchemas) as CommandName[];

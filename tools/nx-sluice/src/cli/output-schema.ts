import { type CommandName, outputSchemas } from '@sluice/contract';
import { z } from 'zod';

/** What a command prints with `--json`, as JSON Schema; a time is told by its format alone. */
export function outputSchema(command: CommandName): object {
  const { $schema, ...schema } = z.toJSONSchema(outputSchemas[command], {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return { $schema, title: `sluice ${command} --json`, ...schema };
}

export const commandsWithOutput = Object.keys(outputSchemas) as CommandName[];

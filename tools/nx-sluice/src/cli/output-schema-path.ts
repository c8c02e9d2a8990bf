/** Where this package publishes the JSON schema of what a command prints with `--json`. */
export function outputSchemaPath(command: string): string {
  return `nx-sluice/schemas/output/${command}.schema.json`;
}

// Made of options.ts by `npm run reference`. Do not edit.
export interface ConfigurationSchema {
  project: string;
  app?: string;
  buildTarget?: string;
  kind?: 'server' | 'static';
}

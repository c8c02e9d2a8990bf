export interface ConfigurationSchema {
  project: string;
  app?: string;
  buildTarget?: string;
  kind?: 'server' | 'static';
}

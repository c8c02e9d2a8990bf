export interface EnvironmentSchema {
  name: string;
  tag?: string;
  app?: string;
  requires?: string | string[];
  confirm?: boolean;
}

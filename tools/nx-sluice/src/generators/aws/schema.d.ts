export interface AwsSchema {
  app?: string;
  main?: string;
  overwrite?: boolean;
}

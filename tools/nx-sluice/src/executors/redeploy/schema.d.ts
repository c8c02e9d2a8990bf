export interface RedeployOptions {
  env?: string;
  tag?: string;
  dryRun?: boolean;
  watch?: boolean;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

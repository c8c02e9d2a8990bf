export interface PromoteOptions {
  env?: string;
  tag?: string;
  sha?: string;
  reason?: string;
  dryRun?: boolean;
  yes?: boolean;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

export interface HoldOptions {
  env?: string;
  tag?: string;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  dryRun?: boolean;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

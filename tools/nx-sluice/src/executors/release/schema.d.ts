export interface ReleaseOptions {
  env?: string;
  tag?: string;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  watch?: boolean;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

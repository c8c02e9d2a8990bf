export interface RejectOptions {
  /** Nx makes a number of what looks like one. */
  sha: string | number;
  /** Nx makes a number of what looks like one. */
  reason?: string | number;
  undo?: boolean;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

export interface DoctorOptions {
  /** Nx makes a number of what looks like one. */
  app?: string | number;
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

export interface DoctorOptions {
  part?: string;
  bucket?: string;
  region?: string;
  json?: boolean;
}

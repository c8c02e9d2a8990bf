import type { IncomingMessage } from 'node:http';
import type { RequestContext } from './request-context';

/** One AWS service on the local cloud's port. The first one that matches a request handles it. */
export interface Service {
  /** Its name in the credential scope of Signature Version 4: `s3`, `codepipeline`. */
  readonly name: string;
  /** How its errors are written: S3 answers XML, the JSON 1.1 services `{ "__type": … }`. Default `json`. */
  readonly errorFormat?: 'xml' | 'json';
  /**
   * Whether it reads bodies as streams. Otherwise a body is read whole (1 MiB at the most) and checked against
   * the signature before `handle` is called. Default `false`.
   */
  readonly streaming?: boolean;
  matches(request: IncomingMessage): boolean;
  /** Called after the signature was verified. May throw a {@link ServiceError}; any other error becomes a 500. */
  handle(context: RequestContext): Promise<void>;
  /** Called once, before the port closes. */
  close?(): Promise<void>;
}

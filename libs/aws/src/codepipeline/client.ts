import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { silent } from '../silent';
import { timeouts } from '../timeouts';

/** What to do about a pipeline that is missing: one sentence each. */
export interface MissingPipelineRemedies {
  /** The server runs no pipelines at all. */
  noPipelines: string;
  /** It runs pipelines, and not this one. */
  otherPipelines: string;
}

/** Where pipelines are. What is absent, the AWS SDK takes from its own variables and files. */
export interface PipelinesAddress {
  region?: string;
  /** For a server that is not AWS; otherwise AWS_ENDPOINT_URL_CODEPIPELINE and AWS_ENDPOINT_URL say it. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** The profile of the AWS SDK's files whose credentials are used, whatever its variables say. */
  profile?: string;
  /**
   * For a server of one's own. One that knows no pipelines at all may answer in any way; with this set, such an answer
   * counts as a missing pipeline.
   */
  whenMissing?: MissingPipelineRemedies;
  /** Milliseconds that a connection may be still while an answer is due; 30,000 when absent. */
  idleTimeout?: number;
}

export function createClient({
  region,
  endpoint,
  credentials,
  profile,
  idleTimeout,
}: PipelinesAddress): CodePipelineClient {
  return new CodePipelineClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // With a logger of ours, the SDK does not tell on the console that the variables have other credentials.
    ...(profile === undefined ? {} : { profile, logger: silent }),
    requestHandler: timeouts(idleTimeout),
  });
}

import calls from './aws-calls.json';
import type { Request } from './iam';

const sha = '8c9d4a6c1f0e2b3a4d5c6b7a8f9e0d1c2b3a4d5e';
const bucket = 'arn:aws:s3:::pipelinebucket';

interface Call {
  action: string;
  key?: string;
  pipeline?: string;
  with?: string;
}

/** The condition keys of a write. The parts of a multipart upload create no object; its completion does. */
const writeContexts: Record<string, Record<string, string>> = {
  'If-None-Match': { 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' },
  'If-Match': { 's3:if-match': '"etag"', 's3:ObjectCreationOperation': 'true' },
  CreateMultipartUpload: { 's3:ObjectCreationOperation': 'false' },
  nothing: { 's3:ObjectCreationOperation': 'true' },
};

/** A call as IAM sees it; `<sha>` in the key stands for a commit. */
export function requestOf({ action, key, pipeline, with: header = 'nothing' }: Call): Request {
  const resource = pipeline
    ? `arn:aws:codepipeline:us-east-1:123456789012:${pipeline}`
    : [bucket, key?.replace('<sha>', sha)].filter(Boolean).join('/');
  return {
    action,
    resource,
    context: { 'aws:SecureTransport': 'true', ...(action === 's3:PutObject' ? writeContexts[header] : {}) },
  };
}

/** The AWS calls of each command. */
export const recordedCalls: Record<string, Request[]> = Object.fromEntries(
  Object.entries(calls as Record<string, Call[]>).map(([command, list]) => [command, list.map(requestOf)]),
);

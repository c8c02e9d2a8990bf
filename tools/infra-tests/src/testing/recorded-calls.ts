import calls from './aws-calls.json';
import largeCalls from './large-archive-calls.json';
import type { Request } from './iam';

const sha = '8c9d4a6c1f0e2b3a4d5c6b7a8f9e0d1c2b3a4d5e';
const bucket = 'arn:aws:s3:::pipelinebucket';

/** A permission that a command used, and on what. `<sha>` in the key stands for a commit. */
export interface Call {
  action: string;
  /** Of an object; empty: the bucket itself. */
  key?: string;
  pipeline?: string;
  /** The condition that a write carried. */
  with?: string;
  /** What a write is a copy of; otherwise it uploads bytes. */
  from?: string;
  /** The write begins an upload in parts, or is one of its parts: it makes no object. */
  isPart?: boolean;
}

/** The condition keys of a write. The parts of a multipart upload create no object; its completion does. */
const writeContexts: Record<string, Record<string, string>> = {
  'If-None-Match': { 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' },
  'If-Match': { 's3:if-match': '"etag"', 's3:ObjectCreationOperation': 'true' },
  nothing: { 's3:ObjectCreationOperation': 'true' },
};

/** A call as IAM sees it. */
export function requestOf({ action, key, pipeline, with: header = 'nothing', from, isPart }: Call): Request {
  const named = (name: string) => name.replace('<sha>', sha);
  const resource = pipeline
    ? `arn:aws:codepipeline:us-east-1:123456789012:${pipeline}`
    : [bucket, named(key ?? '')].filter(Boolean).join('/');
  const source: Record<string, string> =
    from === undefined ? {} : { 's3:x-amz-copy-source': `pipelinebucket/${named(from)}?versionId=v1` };
  const makes: Record<string, string> = isPart
    ? { 's3:ObjectCreationOperation': 'false' }
    : (writeContexts[header] ?? {});
  const write = action === 's3:PutObject' ? { ...makes, ...source } : {};
  const tagged: Record<string, string> = pipeline ? { 'aws:ResourceTag/sluice:app': 'sluice' } : {};
  return { action, resource, context: { 'aws:SecureTransport': 'true', ...write, ...tagged } };
}

export type CallsByCommand = Record<string, Call[]>;

/** The roles whose commands are recorded; `promoter` is that of uat. */
export type RoleName = 'publisher' | 'promoter' | 'promoter of prod' | 'pruner';

/** What each command was seen to call, by the role that runs it; deploy.spec.ts holds the list to real runs. */
export const checkedInCalls: Record<RoleName, CallsByCommand> = calls;

/** What commands call in cases that no recorded run is in; other-cases.spec.ts brings them about. */
export const inOtherCases: Partial<Record<RoleName, Call[]>> = {
  publisher: [
    // Content that was published before is copied, from latest or from an archive.
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match', from: 'sluice/latest.zip' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:GetObjectVersion', key: 'sluice/latest.zip' },
    // After a revert: publish asks whether that content was rejected.
    { action: 's3:GetObjectTagging', key: 'sluice/<sha>.zip' },
  ],
  pruner: [
    // A replaced version of a tag, where the listing does not tell which archive it is.
    { action: 's3:GetObjectVersion', key: 'sluice/uat.zip' },
  ],
};

/** Everything that the commands of a role call, with archives of usual sizes. */
export function requestsOf(role: RoleName): Request[] {
  const calls = [...Object.values(checkedInCalls[role]).flat(), ...(inOtherCases[role] ?? [])];
  return calls.map(requestOf);
}

/**
 * What a promotion to prod calls in the account of the app, if prod is in another one: all that it reads but its own tag.
 * two-clouds-pipelines.spec.ts of nx-sluice promotes so.
 */
export function requestsOfReader(): Request[] {
  const calls = checkedInCalls['promoter of prod']['promote'] ?? [];
  const isOfProd = ({ action, key }: Call) => action === 's3:PutObject' || key?.startsWith('sluice/prod.');
  return calls.filter((call) => !isOfProd(call)).map(requestOf);
}

/** What is called besides for an archive that goes in parts; large-archives.spec.ts holds the list to real calls. */
export const largeArchiveCalls: Record<'upload' | 'copy' | 'compose', Call[]> = largeCalls;

/** What one command calls. */
export function requestsOfCommand(role: RoleName, command: string): Request[] {
  const calls = checkedInCalls[role][command];
  if (calls === undefined) throw new Error(`No run of "${command}" is recorded for the ${role}.`);
  return calls.map(requestOf);
}

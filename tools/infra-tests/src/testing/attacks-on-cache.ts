import { object, once, type Attack } from './attacks';
import type { Request } from './iam';
import { cacheOfMain, cacheOfPullRequests, publisher, type Role } from './roles';

const region = 'us-east-1';
const arnOf = (name: string) => `arn:aws:iam::123456789012:role/sluice-platform/${name}`;
/** As `GetAtt RoleId` gives it. */
const roleId = 'AROAEXAMPLEOFPULLS';

/** Condition keys that IAM adds by who calls. */
const main = {
  'aws:PrincipalArn': arnOf(`sluice-cache-main-${region}`),
  'aws:userid': 'AROAEXAMPLEOFMAIN:main',
};
const pull = (number: number) => ({
  'aws:PrincipalArn': arnOf(`sluice-cache-pull-requests-${region}`),
  'aws:userid': `${roleId}:${number}`,
});
const deploy = {
  'aws:PrincipalArn': arnOf('sluice-publisher'),
  'aws:userid': 'AROAEXAMPLEOFDEPLOY:GitHubActions',
};

/** The namespace of a pull request, as the workflow CI names it. */
export const namespaceOf = (number: number): string => `pr/${roleId}:${number}`;

/** Who has a key of the local cloud, for attacks at the wire. */
export const callersOfCache = {
  main: { role: cacheOfMain, context: main },
  pull12: { role: cacheOfPullRequests, context: pull(12) },
  pull13: { role: cacheOfPullRequests, context: pull(13) },
  deploy: { role: publisher, context: deploy },
};

const hash = '13579246801234567890';
const ofMain = object(`cache/main/${hash}`);
const ofPull = (number: number) => object(`cache/${namespaceOf(number)}/${hash}`);
const secure = { 'aws:SecureTransport': 'true' };

const get = (resource: string, by: object): Request => ({
  action: 's3:GetObject',
  resource,
  context: { ...secure, ...by },
});
/** In one piece, and in parts: the beginning and the parts make no object, and carry no condition. */
const put = (resource: string, by: object): Request[] => [
  { action: 's3:PutObject', resource, context: { ...once, ...by } },
  { action: 's3:PutObject', resource, context: { ...secure, 's3:ObjectCreationOperation': 'false', ...by } },
];
const list = (by: object): Request => ({
  action: 's3:ListBucket',
  resource: 'arn:aws:s3:::pipelinebucket',
  context: { ...secure, ...by },
});
const abort = (resource: string, by: object): Request => ({
  action: 's3:AbortMultipartUpload',
  resource,
  context: { ...secure, ...by },
});

/** Who must be able to make which calls. */
export const neededForCache: [who: string, role: Role, calls: Request[]][] = [
  [
    'CI on main reads and writes the cache of main',
    cacheOfMain,
    [get(ofMain, main), ...put(ofMain, main), abort(ofMain, main), list(main)],
  ],
  [
    'CI of a pull request reads and writes its own cache, and reads that of main',
    cacheOfPullRequests,
    [
      ...[get(ofPull(12), pull(12)), ...put(ofPull(12), pull(12)), abort(ofPull(12), pull(12))],
      ...[get(ofMain, pull(12)), list(pull(12))],
    ],
  ],
  ['Deploy reads the cache of main', publisher, [get(ofMain, deploy), list(deploy)]],
];

const copied = (resource: string, from: string, by: object): Request => ({
  action: 's3:PutObject',
  resource,
  context: { ...once, 's3:x-amz-copy-source': from, ...by },
});

/**
 * Each attack of CVE-2025-36852 by name: a pull request has the hash that main will have, and outputs of its own under it.
 */
export const byPullRequest: Attack[] = [
  [
    'pull request stores outputs for the same inputs first',
    cacheOfPullRequests,
    [...put(ofMain, pull(12)), ...put(ofPull(13), pull(12))],
  ],
  [
    'pull request stores what a changed tool made, for a hash that does not cover the tool',
    cacheOfPullRequests,
    [...put(object('cache/main/1'), pull(12)), ...put(object('cache/1'), pull(12))],
  ],
  [
    'pull request copies its entry, or one that a fork cached, to main',
    cacheOfPullRequests,
    [copied(ofMain, `pipelinebucket/cache/pr/${roleId}:12/${hash}`, pull(12))],
  ],
  [
    'pull request overwrites or deletes an entry',
    cacheOfPullRequests,
    [ofMain, ofPull(12), ofPull(13)].flatMap((resource) => [
      {
        action: 's3:PutObject',
        resource,
        context: { ...secure, 's3:ObjectCreationOperation': 'true', ...pull(12) },
      },
      { action: 's3:DeleteObject', resource, context: { ...secure, ...pull(12) } },
      { action: 's3:DeleteObjectVersion', resource, context: { ...secure, ...pull(12) } },
    ]),
  ],
  [
    'pull request replays an old entry: reads a version, or brings one back',
    cacheOfPullRequests,
    [
      { action: 's3:GetObjectVersion', resource: ofMain, context: { ...secure, ...pull(12) } },
      {
        action: 's3:ListBucketVersions',
        resource: 'arn:aws:s3:::pipelinebucket',
        context: { ...secure, ...pull(12) },
      },
      copied(ofMain, `pipelinebucket/cache/main/${hash}?versionId=v1`, pull(12)),
    ],
  ],
  [
    'pull request stores outputs of one project under the hash of another',
    cacheOfPullRequests,
    [...put(object('cache/main/2'), pull(12)), copied(ofMain, 'pipelinebucket/cache/main/2', pull(12))],
  ],
  [
    'pull request reads the entries of another one, an archive, or a tag',
    cacheOfPullRequests,
    [
      ofPull(13),
      object('cache/pr/12/1'),
      object(`sluice/${'c'.repeat(40)}.zip`),
      object('sluice/latest.zip'),
    ].map((resource) => get(resource, pull(12))),
  ],
];

export const byThoseWhoMayWrite: Attack[] = [
  [
    'entry of main is overwritten or deleted, by CI on main either',
    cacheOfMain,
    [
      {
        action: 's3:PutObject',
        resource: ofMain,
        context: { ...secure, 's3:ObjectCreationOperation': 'true', ...main },
      },
      { action: 's3:DeleteObject', resource: ofMain, context: { ...secure, ...main } },
      { action: 's3:GetObjectVersion', resource: ofMain, context: { ...secure, ...main } },
    ],
  ],
  [
    'entry of a pull request is read by main or by Deploy',
    cacheOfMain,
    [get(ofPull(12), main), ...put(ofPull(12), main)],
  ],
  [
    'Deploy stores an entry, or reads one of a pull request',
    publisher,
    [...put(ofMain, deploy), get(ofPull(12), deploy)],
  ],
  [
    'administrator stores an entry of main or of a pull request',
    { trust: [], policies: [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }] },
    [ofMain, ofPull(12)].flatMap((resource) => put(resource, { 'aws:PrincipalArn': arnOf('admin') })),
  ],
];

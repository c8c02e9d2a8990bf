import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { writeArchive } from '@sluice/archive';
import { ensureBucket, openLocalCloud, type LocalCloud, type Service } from '@sluice/local-cloud';
import { localBucket } from '@sluice/composition';
import { TemporaryWorkspace, type RunResult } from './temporary-workspace';

/** What a command cost. */
export interface Cost {
  /** HTTP requests that reached the cloud: of S3 and of CodePipeline, repeated ones each time. */
  requests: number;
  /** Processes of git. */
  git: number;
}

/** As many commits as there are archives are not real zips; those at the end are, because plans read them. */
const realZips = 3;

/**
 * A workspace whose bucket is as it is after years: an archive for each commit, and tags that moved from one to the
 * next. It counts what a command asks of the cloud and of git.
 */
export class LargeBucket {
  readonly workspace = new TemporaryWorkspace();
  /** Published commits, oldest first. */
  readonly shas: string[];
  private readonly asked: string[] = [];
  private readonly gitLog: string;
  private readonly programs: string;
  private cloud?: LocalCloud;
  /** The newest version of each tag. */
  private readonly newest = new Map<string, string>();

  constructor(archives: number) {
    this.importCommits(archives);
    this.shas = this.workspace.git('rev-list', '--reverse', 'HEAD').split('\n').slice(1);
    this.programs = join(this.workspace.cloud, '../programs');
    this.gitLog = join(this.programs, 'git.log');
    this.interceptGit();
  }

  /** Opens the cloud and fills it. `latest` had every commit of the last fifth, uat and prod some of them. */
  async open(): Promise<void> {
    const counter: Service = {
      name: 'counter',
      streaming: false,
      errorFormat: 'json',
      matches: (request) => {
        // By which a command finds the local cloud; no S3 and no pipeline is asked that.
        if (!request.url?.startsWith('/_local-cloud/')) this.asked.push(`${request.method} ${request.url}`);
        return false;
      },
      handle: async () => undefined,
    };
    this.cloud = await openLocalCloud({ folder: this.workspace.cloud, services: () => [counter] });
    await ensureBucket(this.cloud, localBucket);
    const { length } = this.shas;
    for (const index of this.shas.keys()) await this.put(`${this.shas[index]}.zip`, index);
    const recent = [...this.shas.keys()].slice(-Math.ceil(length / 5));
    for (const index of recent) await this.put('latest.zip', index);
    for (const index of recent.filter((one) => (length - one) % 5 === 2)) await this.put('uat.zip', index);
    for (const index of recent.filter((one) => (length - one) % 25 === 3)) await this.put('prod.zip', index);
  }

  sha(fromTheNewest: number): string {
    return this.shas.at(-1 - fromTheNewest) ?? '';
  }

  /** Runs an executor, and tells what that cost. */
  async cost<Options>(
    executor: Parameters<TemporaryWorkspace['run']>[0],
    options: Options,
  ): Promise<Cost & { result: RunResult; asked: string[] }> {
    this.asked.length = 0;
    writeFileSync(this.gitLog, '');
    const env = { PATH: `${this.programs}${delimiter}${process.env.PATH}` };
    const result = await this.workspace.run(executor, options, { env });
    const git = readFileSync(this.gitLog, 'utf8').split('\n').filter(Boolean);
    return { requests: this.asked.length, git: git.length, result, asked: [...this.asked, ...git] };
  }

  async close(): Promise<void> {
    await this.cloud?.close();
    this.workspace.dispose();
  }

  /** By one process of git, where `git commit` would take one for each. */
  private importCommits(number: number): void {
    const base = this.workspace.git('rev-parse', 'HEAD');
    const lines = Array.from({ length: number }, (_, index) => {
      const subject = `Change number ${index}`;
      return [
        'commit refs/heads/main',
        `committer Amy Anderson <amy@example.org> ${1_700_000_000 + index * 60} +0000`,
        `data ${subject.length}`,
        subject,
        ...(index === 0 ? [`from ${base}`] : []),
        '',
      ].join('\n');
    });
    execFileSync('git', ['fast-import', '--quiet'], { cwd: this.workspace.root, input: lines.join('\n') });
  }

  /** Puts a `git` first on the path that notes its arguments, and hands on to the real one. */
  private interceptGit(): void {
    mkdirSync(this.programs, { recursive: true });
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const program = join(this.programs, 'git');
    writeFileSync(program, `#!/bin/sh\necho "$@" >> "${this.gitLog}"\nexec "${real}" "$@"\n`);
    chmodSync(program, 0o755);
  }

  private async put(name: string, index: number): Promise<void> {
    const { store, folder } = this.cloud as LocalCloud;
    const staged = join(folder, `staged-${name}`);
    const zip = index >= this.shas.length - realZips ? await this.zip(index) : undefined;
    if (zip === undefined) writeFileSync(staged, `archive ${index}`);
    else await copyFile(zip, staged);
    const bytes = readFileSync(staged);
    const draft = {
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      size: bytes.length,
      headers: {},
      metadata: {
        commit: this.shas[index] ?? '',
        digest: createHash('sha256').update(bytes).digest('hex'),
        subject: `Change%20number%20${index}`,
        actor: 'amy@example.org',
        'deploy-id': `${name}-${index}`,
        ...(/^[0-9a-f]{40}/.test(name)
          ? {}
          : { tag: name.replace('.zip', ''), replaces: this.newest.get(name) ?? 'none' }),
      },
      tags: {},
      storageClass: 'STANDARD',
    };
    const { versionId } = await store.commit(localBucket, `story/${name}`, draft, staged);
    this.newest.set(name, versionId);
    rmSync(staged, { force: true });
  }

  private async zip(index: number): Promise<string> {
    const path = `dist/file-${index}`;
    const output = join(this.workspace.root, `${path}.zip`);
    if (statSync(output, { throwIfNoEntry: false }) === undefined) {
      this.workspace.write(path, `archive ${index}`);
      const files = [{ path: 'app/file', file: join(this.workspace.root, path) }];
      await writeArchive({ root: this.workspace.root, files, output });
    }
    return output;
  }
}

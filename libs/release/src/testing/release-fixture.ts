import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive, writeRecord } from '@sluice/archive';
import { resolveSettings } from '../config/resolve-settings';
import type { ReleaseEvent } from '../events';
import type { PublishContext } from '../context';
import { decodeMetadata } from '../metadata/metadata';
import { LineOfCommits } from './line-of-commits';
import { MemoryBucket } from './memory-bucket';

export const file = {
  app: 'story',
  environments: {
    stage: { tag: 'latest' },
    uat: { tag: 'uat' },
    qa: { tag: 'uat' },
    prod: { tag: 'prod', requires: ['uat'], confirm: true },
  },
};

const settings = resolveSettings({ file, env: {} });

/** A bucket, a history, and real archives to ship, in a temporary folder. */
export class ReleaseFixture {
  readonly bucket = new MemoryBucket();
  readonly commits: LineOfCommits;
  readonly events: ReleaseEvent[] = [];
  affected = true;
  /** Made with the first archive: many fixtures never have one. */
  private folder?: Promise<string>;
  private readonly archives = new Map<string, Promise<string>>();

  constructor(commits = 5) {
    this.commits = new LineOfCommits(commits);
  }

  sha(index: number): string {
    return this.commits.shas[index] ?? '';
  }

  context(actor = 'amy'): PublishContext {
    return {
      settings,
      bucket: this.bucket,
      commits: this.commits,
      checkout: this.commits,
      build: { builder: 'local' },
      changes: { affects: async () => this.affected },
      project: 'app',
      prefix: 'story/',
      actor,
      report: (event) => this.events.push(event),
    };
  }

  /** The same with HEAD of its own, as another machine has it. */
  contextAt(index: number, actor?: string): PublishContext {
    const commits = Object.assign(new LineOfCommits(this.commits.shas.length), { head: this.sha(index) });
    return { ...this.context(actor), commits, checkout: commits };
  }

  /** The commit that a tag has. */
  async commitOn(tag: string): Promise<string | undefined> {
    const object = await this.bucket.head(`story/${tag}.zip`);
    return object && decodeMetadata(object).commit;
  }

  /** A real archive whose one file says `content`. */
  archive(content: string): Promise<string> {
    const known = this.archives.get(content) ?? this.pack(content, this.archives.size);
    this.archives.set(content, known);
    return known;
  }

  async dispose(): Promise<void> {
    if (this.folder !== undefined) await rm(await this.folder, { recursive: true, force: true });
  }

  private async pack(content: string, number: number): Promise<string> {
    this.folder ??= mkdtemp(join(tmpdir(), 'sluice-release-'));
    const root = await this.folder;
    const source = join(root, `file-${number}`);
    const output = join(root, `${number}.zip`);
    await writeFile(source, content);
    const { path, size, sha256, digest, files, contentBytes } = await writeArchive({
      root,
      files: [{ path: 'app/file', file: source }],
      output,
    });
    const archive = { size, sha256, digest, files, contentBytes };
    await writeRecord(path, { version: 1, archive, assets: [], sources: [], built: 0 });
    return output;
  }
}

/** Makes fixtures that are disposed of when the tests of the file have ended. */
export function releaseFixtures(): (commits?: number) => ReleaseFixture {
  const fixtures: ReleaseFixture[] = [];
  afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));
  return (commits) => {
    const fixture = new ReleaseFixture(commits);
    fixtures.push(fixture);
    return fixture;
  };
}

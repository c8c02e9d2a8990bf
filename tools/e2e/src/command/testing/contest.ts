import { ensureBucket, FaultPlan, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';
import { AnsweringSluice, environmentOf, SampleWorkspace, type Ended } from '@sluice/dev';

/** A workspace on a bucket of its own, where `sluice` runs for several people at once. */
export class Contest {
  readonly faults = new FaultPlan();
  private readonly workspace = new SampleWorkspace();
  private readonly answering = new AnsweringSluice();
  private opened?: LocalCloud;

  /** To be closed by {@link close}. */
  async open(): Promise<void> {
    this.opened = await openLocalCloud({ folder: this.workspace.cloud, faults: this.faults });
    await ensureBucket(this.opened, 'sluice-local');
  }

  get cloud(): LocalCloud {
    if (this.opened === undefined) throw new Error('The contest is not open.');
    return this.opened;
  }

  /** Commits a server that answers with `words`. @returns the commit */
  commitServer(args: string): string {
    return this.workspace.commitServer(args);
  }

  sluice(actor: string, ...args: string[]): Promise<Ended> {
    const { cloud, root: cwd } = this.workspace;
    const env = environmentOf(cwd, { SLUICE_LOCAL_CLOUD: cloud, SLUICE_ACTOR: actor });
    return this.answering.run(args, { cwd, env });
  }

  /** The one who is in time. @throws Error with what the command said, when it fails */
  async works(...args: string[]): Promise<Ended> {
    const ended = await this.sluice('Fast', ...args);
    if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
    return ended;
  }

  async close(): Promise<void> {
    await this.answering.close();
    await this.opened?.close();
    this.workspace.dispose();
  }
}

import type { PipelineResult, StageView } from '@sluice/contract';
import { Listr, type ListrTaskWrapper, type DefaultRenderer, type SimpleRenderer } from 'listr2';
import type { WatchedEnvironment, WatchEvent } from '@sluice/release';
import { printable } from '../text';
import type { WatchDisplay } from './watch-display';
import { afterTime, duration } from './duration';
import { endLabels, stageWords, whatHappened } from './watch-line';

type Line = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
}

function defer<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  return { promise: new Promise<T>((settle) => (resolve = settle)), resolve };
}

/** A stage that was never reached has no view. */
interface StageLine {
  ended: Deferred<StageView | undefined>;
  view?: StageView;
  line?: Line;
}

/** What one pipeline shows: its own line, one for each stage, one for the end. */
class PipelineBlock {
  readonly stageNames = defer<string[]>();
  readonly ended = defer<PipelineResult>();
  readonly stages = new Map<string, StageLine>();
  line?: Line;

  constructor(readonly environment: WatchedEnvironment) {}

  stage(name: string): StageLine {
    const known = this.stages.get(name) ?? { ended: defer<StageView | undefined>() };
    this.stages.set(name, known);
    return known;
  }
}

/** One line per stage with the time it takes, for every pipeline at once. */
export class LiveDisplay implements WatchDisplay {
  private readonly blocks: PipelineBlock[];
  private readonly running: Promise<unknown>;
  private readonly ticker: NodeJS.Timeout;

  constructor(environments: readonly WatchedEnvironment[]) {
    this.blocks = environments.map((environment) => new PipelineBlock(environment));
    this.running = new Listr(
      this.blocks.map((block) => ({
        title: `${block.environment.name} (${block.environment.pipeline})`,
        task: (_: unknown, line: Line) => this.blockLines(block, line),
      })),
      {
        concurrent: true,
        exitOnError: false,
        // Ctrl-C is for the watch, which then ends the lines.
        registerSignalListeners: false,
        renderer: 'default',
        rendererOptions: {
          collapseSubtasks: false,
          collapseSkips: false,
          showErrorMessage: false,
          formatOutput: 'wrap',
        },
      },
    ).run();
    // A display that breaks must not take the watch with it; its end is told in words anyway.
    this.running.catch(() => undefined);
    this.ticker = setInterval(() => this.tick(), 1000).unref();
  }

  show(event: WatchEvent): void {
    const block = this.blocks.find(({ environment }) => environment.name === event.environment);
    if (block === undefined) return;
    switch (event.kind) {
      case 'waiting':
        block.stageNames.resolve(event.stages);
        break;
      case 'stage':
        this.showStage(block, event.stage);
        break;
      case 'ended':
        block.stageNames.resolve([]);
        block.ended.resolve(event.result);
        break;
      default:
        if (block.line !== undefined) block.line.output = printable(whatHappened(event));
    }
  }

  async close(): Promise<void> {
    await this.running.catch(() => undefined);
    clearInterval(this.ticker);
  }

  private async blockLines(block: PipelineBlock, line: Line) {
    block.line = line;
    const names = await block.stageNames.promise;
    const isOver = block.ended.promise.then(() => undefined);
    return line.newListr(
      [
        ...names.map((name) => ({
          title: printable(name),
          // The last line is still to come.
          exitOnError: false,
          task: async (_: unknown, stageLine: Line) => {
            const stage = block.stage(name);
            stage.line = stageLine;
            this.title(stage);
            const view = await Promise.race([stage.ended.promise, isOver]);
            if (view === undefined) return stageLine.skip(`${printable(name)}: not passed`);
            this.title(stage);
            if (view.status !== 'succeeded') throw new Error(view.status);
          },
        })),
        {
          title: 'the end',
          task: async (_: unknown, endLine: Line) => {
            const { end, tookMs } = await block.ended.promise;
            endLine.title = `${endLabels[end.kind]}${afterTime(tookMs)}`;
            if (end.kind !== 'succeeded') throw new Error(end.kind);
          },
        },
      ],
      // What the last line says is said of the block, too.
      { concurrent: false, exitOnError: true },
    );
  }

  private showStage(block: PipelineBlock, view: StageView): void {
    const stage = block.stage(view.name);
    stage.view = view;
    this.title(stage);
    if (view.endedAt !== undefined) stage.ended.resolve(view);
  }

  private tick(): void {
    for (const { stages } of this.blocks) for (const stage of stages.values()) this.title(stage);
  }

  private title({ line, view }: StageLine): void {
    if (line === undefined || view === undefined) return;
    const { startedAt, endedAt } = view;
    const isRunning = endedAt === undefined && startedAt !== undefined;
    const elapsed = isRunning ? ` ${duration(Date.now() - Date.parse(startedAt))}` : '';
    line.title = printable(`${stageWords(view)}${elapsed}`);
  }
}

import type { Board, ReleasesEvent } from '@sluice/contract';
import { isUserFacingError, type Clock } from '@sluice/release';
import { Poller, type PollResult } from './poller';
import type { LivePace } from './pace';
import { versionOf } from './version-of';

/** What everybody sees at one moment. */
export interface Snapshot {
  board: Board;
  boardVersion: string;
  releases: ReleasesEvent;
  releasesVersion: string;
}

export interface LiveOptions {
  readBoard(): Promise<Board>;
  /** How many archives there are, and a word that changes whenever a page of them may look different. */
  readReleases(): Promise<ReleasesEvent & { state: string }>;
  /** Whether a pipeline runs, or may be about to. */
  isBusy(board: Board): boolean;
  onFailure(error: unknown): void;
  clock: Clock;
  pace: LivePace;
}

/** The board and the state of the list, read once for all who look. */
export function openLive(options: LiveOptions): Poller<Snapshot> {
  const { clock, pace } = options;
  return new Poller({ clock, pace, look: (latest) => look(options, latest) });
}

async function look(options: LiveOptions, latest: Snapshot | undefined): Promise<PollResult<Snapshot>> {
  try {
    const board = await options.readBoard();
    const { state, ...releases } = await options.readReleases();
    const boardVersion = versionOf({ ...board, readAt: undefined });
    const releasesVersion = versionOf([releases, state]);
    return {
      value: { board, boardVersion, releases, releasesVersion },
      version: `${boardVersion} ${releasesVersion}`,
      state: options.isBusy(board) ? 'busy' : 'idle',
    };
  } catch (error) {
    options.onFailure(error);
    if (latest === undefined || !isUserFacingError(error)) throw error;
    return stale(latest, error);
  }
}

/** What was seen last, with a word on why nothing newer is. */
function stale(latest: Snapshot, { message }: Error): PollResult<Snapshot> {
  const { readAt, ...rest } = latest.board;
  const lasting = { ...rest, warnings: [`Showing data from ${exactTime(readAt)}: ${message}`] };
  const value = { ...latest, board: { readAt, ...lasting }, boardVersion: versionOf(lasting) };
  return { value, version: `${value.boardVersion} ${value.releasesVersion}`, state: 'failing' };
}

/** "2026-11-23 10:30:00 UTC", as the console writes it. */
function exactTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

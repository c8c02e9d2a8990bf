import type { Board } from '@sluice/contract';
import { Problem } from '../api/problem';
import { board } from '../testing/sample';
import { ScriptedStreams } from '../testing/scripted-stream';
import { LiveBoard, type Pace } from './live-board';

const pace: Pace = {
  poll: 5_000,
  quiet: 30_000,
  reconnect: { first: 1_000, most: 8_000 },
  firstEvent: 3_000,
};
const later: Board = { ...board, readAt: '2026-11-20T12:01:00.000Z', warnings: ['Later.'] };
const gone = new Problem('The server does not respond.', 'See that it runs.');

let streams: ScriptedStreams;
let polls: number;
let answer: () => Promise<Board>;
let live: LiveBoard;
let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  streams = new ScriptedStreams();
  polls = 0;
  answer = async () => board;
  const api = { events: streams.open, board: () => ((polls += 1), answer()) };
  live = new LiveBoard(api, pace);
  stop = live.start();
});
afterEach(() => {
  stop();
  showTab('visible');
  jest.useRealTimers();
});

function showTab(visibility: DocumentVisibilityState) {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibility });
  document.dispatchEvent(new Event('visibilitychange'));
}

const wait = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

function connect() {
  streams.send('open');
  streams.send('board', board);
}

it('shows what the stream brings, and asks for nothing besides', async () => {
  connect();
  await wait(20_000);
  streams.send('board', later);
  expect(live.getState()).toMatchObject({ board: later, link: 'live' });
  expect(polls).toBe(0);
});

it('tells when the list of releases changed, not when a new stream repeats it', async () => {
  connect();
  streams.send('releases', {}, 'version 1');
  expect(live.getState().releaseChanges).toBe(1);
  streams.send('error');
  await wait(pace.reconnect.first);
  streams.send('releases', {}, 'version 1');
  expect(live.getState().releaseChanges).toBe(1);
  streams.send('releases', {}, 'version 2');
  expect(live.getState().releaseChanges).toBe(2);
});

it('takes the list of releases for changed when a look without a stream brings news', async () => {
  connect();
  streams.send('error');
  await wait(0);
  expect(live.getState().releaseChanges).toBe(0);
  answer = async () => later;
  await wait(pace.poll);
  expect(live.getState()).toMatchObject({ link: 'polling', releaseChanges: 1 });
  await wait(pace.poll);
  expect(live.getState().releaseChanges).toBe(1);
});

it('polls while the stream is broken, and connects again at growing intervals', async () => {
  answer = async () => later;
  for (let attempt = 1; attempt <= 6; attempt++) {
    streams.send('error');
    await wait(0);
    expect(live.getState()).toMatchObject({ board: later, link: 'polling' });
    const before = streams.opened.length;
    await wait(Math.min(8_000, 1_000 * 2 ** (attempt - 1)));
    expect(streams.opened.length).toBe(before + 1);
  }
  expect(polls).toBeGreaterThanOrEqual(6);
  connect();
  expect(live.getState().link).toBe('live');
});

it('keeps the last board and says why when the server is gone, and comes back by itself', async () => {
  connect();
  const { seenAt } = live.getState();
  answer = () => Promise.reject(gone);
  streams.send('error');
  await wait(4_000);
  expect(live.getState()).toMatchObject({ board, link: 'lost', problem: gone, seenAt });
  answer = async () => later;
  await wait(5_000);
  expect(live.getState()).toMatchObject({ board: later, problem: undefined });
});

it('asks when something between holds the stream back, though it is open', async () => {
  streams.send('open');
  await wait(pace.firstEvent);
  expect(live.getState()).toMatchObject({ board, link: 'live' });
});

it('doubts a stream that is silent for long, and leaves it when the server does not answer', async () => {
  connect();
  await wait(pace.quiet);
  expect(polls).toBe(1);
  expect(live.getState().link).toBe('live');
  answer = () => Promise.reject(gone);
  await wait(pace.quiet);
  expect(live.getState().link).toBe('lost');
  expect(streams.closed).toBe(1);
});

it('has no stream while the tab is hidden, and a new one when it shows again', async () => {
  connect();
  showTab('hidden');
  expect(streams.closed).toBe(1);
  await wait(120_000);
  expect(streams.opened.length).toBe(1);
  expect(polls).toBe(0);
  showTab('visible');
  expect(streams.opened.length).toBe(2);
});

it('does not continue guessing once it is signed out', async () => {
  answer = () => Promise.reject(new Problem('You are not signed in.', 'Sign in.', { code: 'signed-out' }));
  streams.send('error');
  await wait(60_000);
  expect(polls).toBe(1);
  expect(streams.opened.length).toBe(1);
  live.refresh();
  expect(streams.opened.length).toBe(2);
});

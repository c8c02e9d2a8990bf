import type { WatchEvent } from '@sluice/release';
import { LiveDisplay } from '../live-display';

/** Shows the events in its first argument, a JSON array, as on a terminal. Jest cannot load what listr2 imports. */
async function play(): Promise<void> {
  process.stdout.isTTY = true;
  const events = (JSON.parse(process.argv[2] ?? '[]') as WatchEvent[]).map(revive);
  const display = new LiveDisplay([{ name: 'uat', pipeline: 'uat-pipeline' }]);
  for (const event of events) {
    display.show(event);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await display.close();
}

function revive(event: WatchEvent): WatchEvent {
  if (event.kind !== 'stage') return event;
  const { startedAt, endedAt } = event.stage;
  return {
    ...event,
    stage: {
      ...event.stage,
      startedAt: startedAt && new Date(startedAt),
      endedAt: endedAt && new Date(endedAt),
    },
  };
}

void play();

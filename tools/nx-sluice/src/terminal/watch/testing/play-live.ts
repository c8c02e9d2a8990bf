import type { WatchEvent } from '@sluice/release';
import { LiveDisplay } from '../live-display';

/** Shows the events in its first argument, a JSON array, as on a terminal. Jest cannot load what listr2 imports. */
async function play(): Promise<void> {
  process.stdout.isTTY = true;
  const events = JSON.parse(process.argv[2] ?? '[]') as WatchEvent[];
  const display = new LiveDisplay([{ name: 'uat', pipeline: 'uat-pipeline' }]);
  for (const event of events) {
    display.show(event);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await display.close();
}

void play();

import type { Board } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { listenTo } from '../testing/event-stream';
import { consoleOf, runServer } from '../testing/running-server';

it('shows what is where while a long list is still being read, and the rest when it is there', async () => {
  const cloud = await Cloud.open();
  const commit = await cloud.publish('Sell umbrellas');
  let open: () => void = () => undefined;
  const opens = new Promise<void>((resolve) => (open = resolve));
  cloud.faults.add({ operation: 'ListObjectsV2', times: Infinity, effect: { kind: 'gate', opens } });
  const server = await runServer({ console: consoleOf(cloud) });
  try {
    const first = await server.read<Board>('/api/board');
    expect(first.environments[0]).toMatchObject({ name: 'stage', current: { commit } });
    expect(first.environments[0]).not.toHaveProperty('behind');
    expect(first).not.toHaveProperty('newest');
    expect(first.warnings).toEqual(['The list of archives is still loading.']);
    const events = await listenTo(server.url);
    await eventually(() => events.boards[0], 'the same board for who listens');
    open();
    const whole = await eventually(
      () => events.boards.find(({ newest }) => newest !== undefined),
      'the rest',
    );
    expect(whole).toMatchObject({ newest: { commit }, warnings: [], environments: [{ behind: 0 }, {}, {}] });
    events.leave();
  } finally {
    open();
    await server.close();
    await cloud.close();
  }
});

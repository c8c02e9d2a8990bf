import type { ReleasePage, ReleaseRow } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { listenTo } from '../testing/event-stream';
import { eventually } from '../testing/eventually';
import { consoleOf, runServer } from '../testing/running-server';

it('tells everybody who listens that a release was rejected, and that this was undone', async () => {
  const cloud = await Cloud.open();
  const server = await runServer({ console: consoleOf(cloud) });
  const events = await listenTo(server.url);
  try {
    const first = await cloud.publish('Sell umbrellas');
    await cloud.publish('Sell boots');
    await eventually(
      () => events.releases.find(({ total, indexed }) => total === 2 && indexed === 2),
      'the list',
    );
    // What is read in the background changes the list, too; after these two nothing is left to read.
    for (const method of ['PUT', 'DELETE', 'PUT', 'DELETE']) {
      const told = events.releases.length;
      const path = `/api/releases/${first}/rejection`;
      const body = method === 'PUT' ? { reason: 'leaks' } : undefined;
      expect((await server.call(method, path, body)).status).toBe(200);
      await eventually(() => (events.releases.length > told ? true : undefined), `the event of ${method}`);
      const { rejection } = await server.read<ReleaseRow>(`/api/releases/${first}`);
      expect(rejection?.reason).toBe(method === 'PUT' ? 'leaks' : undefined);
    }
    const { rows } = await server.read<ReleasePage>('/api/releases');
    expect(rows.map(({ rejection }) => rejection)).toEqual([undefined, undefined]);
  } finally {
    events.leave();
    await server.close();
    await cloud.close();
  }
});

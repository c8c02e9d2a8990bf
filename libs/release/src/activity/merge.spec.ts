import type { Activity } from '@sluice/contract';
import { mergeLines, type Line } from './merge';

const at = '2026-11-30T12:00:00.000Z';

const move = (versionId: string): Activity => ({ kind: 'move', at, versionId });
const redeploy = (versionId: string): Activity => ({ kind: 'redeploy', at, versionId });
const line = (...activity: Activity[]): Line => ({ activity, isTruncated: false });

it('puts a redeploy between the move whose version it deployed again and the next one, within one second', () => {
  const moves = line(move('three'), move('two'), move('one'));
  const { activity } = mergeLines(moves, [
    line({ kind: 'hold', at }),
    line(redeploy('two'), redeploy('one')),
  ]);
  expect(activity).toEqual([
    move('three'),
    redeploy('two'),
    move('two'),
    redeploy('one'),
    move('one'),
    { kind: 'hold', at },
  ]);
});

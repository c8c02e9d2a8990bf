import { isoWeekIn, weeksUntil } from './iso-week';
import { environmentMetrics } from './metrics';
import type { EnvironmentHistory, ExecutionRecord, VersionRecord } from './outcomes';

const hours = (count: number) => count * 3_600_000;
const utc = (time: string) => Date.parse(`2026-${time}:00Z`);

function version(
  name: string,
  at: string,
  committed?: string,
  more: Partial<VersionRecord> = {},
): VersionRecord {
  const committedAt = committed === undefined ? undefined : utc(committed);
  return { versionId: name, commit: name, at: utc(at), committedAt, isRollback: false, ...more };
}

function run(name: string, from: string, to: string, outcome: ExecutionRecord['outcome'] = 'succeeded') {
  return { versionId: name, startedAt: utc(from), endedAt: utc(to), outcome };
}

/**
 * Two weeks and a day of prod, all times in UTC. In Berlin, summer time ended on Sunday, 2026-10-25: until then its
 * clocks are 2 hours ahead of UTC, from then on 1 hour. Week 43 begins on Monday, 2026-10-19.
 *
 * | version | committed   | deployment ended    | what became of it                             | lead   | restore          |
 * | ------- | ----------- | ------------------- | --------------------------------------------- | ------ | ---------------- |
 * | a       | 10-19 08:00 | 10-19 10:00         | succeeded                                     | 2 h    |                  |
 * | b       | 10-20 06:00 | 10-20 12:00 failed  | the same version succeeded at 12:30           | 6.5 h  | 12:00–12:30 0.5 h |
 * | c       | 10-24 10:00 | 10-25 22:30         | succeeded; Sunday 23:30 in Berlin: week 43    | 36.5 h |                  |
 * | d       | 10-25 17:30 | 10-25 23:30         | succeeded; Monday 00:30 in Berlin: week 44    | 6 h    |                  |
 * | e       | 10-27 08:00 | 10-28 08:00         | rolled back to d, which ended at 09:15        | 24 h   | 08:00–09:15 1.25 h |
 * | f       | 10-29 07:00 | 10-29 09:00         | rejected at 12:00, while it was deployed      | 2 h    | 09:00–15:00 6 h  |
 * | g       | 10-29 13:00 | 10-29 14:00 failed  |                                               | –      | 14:00–15:00 1 h  |
 * | h       | 10-29 14:10 | 10-29 15:00         | succeeded; it restores f and g                | 0.83 h |                  |
 * | i       | 10-30 08:00 | superseded          | says nothing                                  | –      |                  |
 * | j       | 11-02 07:00 | 11-02 08:00 failed  | nothing has restored it yet                   | –      | –                |
 */
const prod: EnvironmentHistory = {
  versions: [
    version('a', '10-19T09:50', '10-19T08:00'),
    version('b', '10-20T11:50', '10-20T06:00'),
    version('c', '10-25T22:20', '10-24T10:00'),
    version('d', '10-25T23:20', '10-25T17:30'),
    version('e', '10-28T07:50', '10-27T08:00'),
    version('back', '10-28T09:00', '10-25T17:30', { commit: 'd', isRollback: true }),
    version('f', '10-29T08:50', '10-29T07:00'),
    version('g', '10-29T13:50', '10-29T13:00'),
    version('h', '10-29T14:50', '10-29T14:10'),
    version('i', '10-30T09:00', '10-30T08:00'),
    version('j', '11-02T07:50', '11-02T07:00'),
  ],
  executions: [
    run('a', '10-19T09:50', '10-19T10:00'),
    run('b', '10-20T11:50', '10-20T12:00', 'failed'),
    run('b', '10-20T12:10', '10-20T12:30'),
    run('c', '10-25T22:20', '10-25T22:30'),
    run('d', '10-25T23:20', '10-25T23:30'),
    run('e', '10-28T07:50', '10-28T08:00'),
    run('back', '10-28T09:00', '10-28T09:15'),
    run('f', '10-29T08:50', '10-29T09:00'),
    run('g', '10-29T13:50', '10-29T14:00', 'failed'),
    run('h', '10-29T14:50', '10-29T15:00'),
    run('i', '10-30T09:00', '10-30T09:01', 'none'),
    run('j', '11-02T07:50', '11-02T08:00', 'failed'),
  ],
  rejections: [{ commit: 'f', at: utc('10-29T12:00') }],
};

const now = utc('11-03T12:00');

it('gives the figures of the table above, in weeks of Berlin', () => {
  const { weeks, total } = environmentMetrics(prod, { timeZone: 'Europe/Berlin', weeks: 4, now });
  expect(weeks).toEqual([
    { week: '2026-W42', startsOn: '2026-10-12', changes: 0, deployments: 0, failures: 0, unrestored: 0 },
    {
      week: '2026-W43',
      startsOn: '2026-10-19',
      // a, b, c; b failed at first.
      changes: 3,
      deployments: 3,
      failures: 1,
      changeFailureRate: 1 / 3,
      // The middle one of 2, 6.5, 36.5.
      leadTimeMs: hours(6.5),
      restoreTimeMs: hours(0.5),
      unrestored: 0,
    },
    {
      week: '2026-W44',
      startsOn: '2026-10-26',
      // d, e, f, g, h; all but g were deployed, and e, f and g failed.
      changes: 5,
      deployments: 4,
      failures: 3,
      changeFailureRate: 3 / 5,
      // Of 0.83, 2, 6, 24: (2 + 6) / 2.
      leadTimeMs: hours(4),
      // The middle one of 1, 1.25, 6.
      restoreTimeMs: hours(1.25),
      unrestored: 0,
    },
    {
      week: '2026-W45',
      startsOn: '2026-11-02',
      changes: 1,
      deployments: 0,
      failures: 1,
      changeFailureRate: 1,
      unrestored: 1,
    },
  ]);
  expect(total).toEqual({
    changes: 9,
    deployments: 7,
    failures: 5,
    changeFailureRate: 5 / 9,
    // The middle one of 0.83, 2, 2, 6, 6.5, 24, 36.5.
    leadTimeMs: hours(6),
    // Of 0.5, 1, 1.25, 6: (1 + 1.25) / 2.
    restoreTimeMs: hours(1.125),
    unrestored: 1,
  });
});

it('counts what was deployed at Monday 00:30 in Berlin in the week before, in weeks of UTC', () => {
  const { weeks } = environmentMetrics(prod, { timeZone: 'UTC', weeks: 3, now });
  expect(weeks.map(({ week, changes }) => [week, changes])).toEqual([
    ['2026-W43', 4],
    ['2026-W44', 4],
    ['2026-W45', 1],
  ]);
});

it('goes by the moves of the tag where no pipeline is known', () => {
  const { total } = environmentMetrics({ ...prod, executions: [] }, { timeZone: 'UTC', weeks: 3, now });
  // Every version but the rollback was deployed when the tag moved; e and f failed.
  expect(total).toMatchObject({ changes: 10, deployments: 10, failures: 2 });
  // e from 07:50 to 09:00, f from 08:50 to 13:50: (1 h 10 min + 5 h) / 2.
  expect(total.restoreTimeMs).toBe(hours((7 / 6 + 5) / 2));
});

it('takes versions for deployed that are older than what the pipeline knows', () => {
  const executions = prod.executions.filter(({ startedAt }) => startedAt > utc('10-26T00:00'));
  const { weeks } = environmentMetrics({ ...prod, executions }, { timeZone: 'UTC', weeks: 3, now });
  expect(weeks[0]).toMatchObject({ week: '2026-W43', changes: 4, deployments: 4, failures: 0 });
});

it('measures the lead time of a commit once, and never as negative', () => {
  const again: EnvironmentHistory = {
    versions: [
      version('a', '10-19T09:00', '10-19T10:00'),
      version('b', '10-20T09:00', '10-20T07:00'),
      version('c', '10-21T09:00', '10-01T10:00', { commit: 'a' }),
      version('d', '10-22T09:00'),
    ],
    executions: [],
    rejections: [],
  };
  const { total } = environmentMetrics(again, { timeZone: 'UTC', weeks: 3, now });
  expect(total).toMatchObject({ deployments: 4, leadTimeMs: hours(1) });
});

it('does not take a rejection for a failure that came before or after the deployment', () => {
  const rejections = [
    { commit: 'a', at: utc('10-19T09:55') },
    { commit: 'c', at: utc('10-26T00:00') },
  ];
  const { weeks } = environmentMetrics({ ...prod, rejections }, { timeZone: 'UTC', weeks: 3, now });
  expect(weeks[0]).toMatchObject({ failures: 1 });
});

it('does not take the rejected version for restored when it is deployed once more', () => {
  const rejected: EnvironmentHistory = {
    versions: [version('f', '10-29T08:50', '10-29T07:00')],
    executions: [run('f', '10-29T08:50', '10-29T09:00'), run('f', '10-29T12:50', '10-29T13:00')],
    rejections: [{ commit: 'f', at: utc('10-29T12:00') }],
  };
  const { total } = environmentMetrics(rejected, { timeZone: 'UTC', weeks: 3, now });
  expect(total).toMatchObject({ failures: 1, unrestored: 1 });
});

it.each([
  // The day on which summer time begins in Berlin has 23 hours.
  ['2026-03-29T21:30:00Z', 'Europe/Berlin', '2026-W13'],
  ['2026-03-29T22:30:00Z', 'Europe/Berlin', '2026-W14'],
  ['2026-03-29T22:30:00Z', 'UTC', '2026-W13'],
  // The day on which it ends in Los Angeles has 25 hours.
  ['2026-11-02T07:30:00Z', 'America/Los_Angeles', '2026-W44'],
  ['2026-11-02T08:30:00Z', 'America/Los_Angeles', '2026-W45'],
  ['2027-01-01T12:00:00Z', 'UTC', '2026-W53'],
  ['2024-12-30T00:00:00Z', 'UTC', '2025-W01'],
  ['2026-01-01T00:00:00Z', 'Pacific/Kiritimati', '2026-W01'],
])('tells that %s in %s is in %s', (moment, timeZone, week) => {
  expect(isoWeekIn(timeZone)(Date.parse(moment)).week).toBe(week);
});

it('lists the weeks until one, over the end of a year', () => {
  const weeks = weeksUntil({ week: '2027-W01', startsOn: '2027-01-04' }, 3);
  expect(weeks.map(({ week, startsOn }) => [week, startsOn])).toEqual([
    ['2026-W52', '2026-12-21'],
    ['2026-W53', '2026-12-28'],
    ['2027-W01', '2027-01-04'],
  ]);
});

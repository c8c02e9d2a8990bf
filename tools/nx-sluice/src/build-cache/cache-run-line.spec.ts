import { cacheRunLine } from './cache-run-line';

const none = {
  exitCode: 0,
  reads: ['main'],
  hits: 0,
  misses: 0,
  stored: 0,
  bytesReceived: 0,
  bytesStored: 0,
  secondsSaved: 0,
};

it.each([
  [none, 'Cache: 0 hits, 0 misses, nothing stored (read only).'],
  [
    {
      ...none,
      writes: 'pr/7',
      hits: 1,
      misses: 1,
      stored: 1,
      bytesReceived: 1200,
      bytesStored: 34,
      secondsSaved: 0.4,
    },
    'Cache: 1 hit (1.2 KB), 1 miss, 1 stored (34 B) in pr/7.',
  ],
  [
    { ...none, hits: 1200, misses: 1000, bytesReceived: 2e9, secondsSaved: 125.6 },
    'Cache: 1,200 hits (2.0 GB), 1,000 misses, nothing stored (read only). The hits took at most 2m 6s when they were built.',
  ],
])('says %#', (run, line) => {
  expect(cacheRunLine(run)).toBe(line);
});

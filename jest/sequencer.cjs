const { default: Sequencer } = require('@jest/test-sequencer');

/** Seconds of the specs that take longest, by path, for a machine that has not run them yet. */
const seconds = {
  // With all the schedules of CI.
  'tools/e2e/src/races/publishers.spec.ts': 235,
  'apps/console-e2e/src/console.spec.ts': 210,
  'tools/e2e/src/real-nx/ship.spec.ts': 113,
  'tools/infra-tests/src/deploy.spec.ts': 92,
  'tools/e2e/src/real-nx/several-apps.spec.ts': 75,
  'tools/infra-tests/src/docker.spec.ts': 41,
  'tools/e2e/src/command/json-output.spec.ts': 27,
  'apps/client/src/environments/environments.spec.tsx': 26,
  'apps/server/src/routes/moves.spec.ts': 24,
  'tools/e2e/src/real-nx/same-bytes.spec.ts': 24,
  'tools/infra-tests/src/stacks.spec.ts': 23,
  'tools/nx-sluice/src/cli/sluice.spec.ts': 21,
  'tools/e2e/src/real-nx/unhashed-assets.spec.ts': 21,
};

/**
 * Starts the long ones first, so that none runs on alone at the end. How long each took the last time counts, which Jest
 * keeps in its cache; on a fresh machine, what is listed here. Of the others Jest starts the larger files first.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const before = (test) => (this.hasFailed(test) ? Number.MAX_VALUE : (test.duration ?? expected(test)));
    return super.sort(tests).sort((a, b) => before(b) - before(a));
  }
};

module.exports.seconds = seconds;

/** Milliseconds; 0 if nothing is known. */
function expected({ path }) {
  const normalized = path.replaceAll('\\', '/');
  const [, found = 0] = Object.entries(seconds).find(([spec]) => normalized.endsWith(spec)) ?? [];
  return found * 1000;
}

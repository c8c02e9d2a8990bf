const { default: Sequencer } = require('@jest/test-sequencer');

/** Paths of the specs that take longest, by far, longest first. */
const longest = [
  'apps/console-e2e/src/console.spec.ts',
  'tools/infra-tests/src/deploy.spec.ts',
  'tools/e2e/src/real-nx/several-apps.spec.ts',
  'tools/e2e/src/real-nx/ship.spec.ts',
  'tools/infra-tests/src/docker.spec.ts',
  'tools/e2e/src/command/json-output.spec.ts',
  'tools/e2e/src/real-nx/unhashed-assets.spec.ts',
  'tools/e2e/src/command/two-promoters.spec.ts',
  'tools/e2e/src/real-nx/same-bytes.spec.ts',
  'tools/infra-tests/src/stacks.spec.ts',
  'tools/nx-sluice/src/cli/several-apps.spec.ts',
  'tools/e2e/src/real-nx/selection.spec.ts',
];

/** Starts the long ones first, so that none runs on alone at the end: on a fresh machine Jest knows no durations. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = longest.findIndex((spec) => path.replaceAll('\\', '/').endsWith(spec));
      return index === -1 ? longest.length : index;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};

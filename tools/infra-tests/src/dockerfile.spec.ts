import { validate } from 'dockerfile-utils';
import { readText } from './testing/repository';

/** What Docker's own parser, or a careful reader, would say of a Dockerfile. */
function findings(text: string): string[] {
  return validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

describe('aws/Dockerfile', () => {
  const text = readText('aws/Dockerfile');
  const instructions = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean)
    .map((line) => /^([A-Z]+) (.*)$/.exec(line)?.slice(1) ?? [line]);
  const argumentsOf = (name: string) => instructions.flatMap(([one, rest]) => (one === name ? [rest] : []));

  test('has nothing wrong in it', () => expect(findings(text)).toEqual([]));

  test('takes its base image by digest, through an argument', () => {
    expect(argumentsOf('ARG')).toEqual([expect.stringMatching(/^NODE_IMAGE=\S+:\S+@sha256:[0-9a-f]{64}$/)]);
    expect(argumentsOf('FROM')).toEqual(['${NODE_IMAGE}']);
  });

  test('builds nothing: it carries what is built, and fetches nothing', () => {
    expect(argumentsOf('RUN')).toEqual([]);
    expect(argumentsOf('ADD')).toEqual([]);
    expect(argumentsOf('COPY')).toEqual(['app/ app/', 'sluice-manifest.json ./']);
  });

  test('does not run as root', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    const order = instructions.map(([name]) => name);
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('COPY'));
  });

  test('starts without a shell, so that the server gets the signal to stop', () => {
    expect(argumentsOf('CMD')).toEqual(['["node", "app/server/main.js"]']);
  });

  // The load balancer asks /healthz. A process for each question takes a tenth of a small container.
  test('starts no process again and again to see its own health', () => {
    expect(argumentsOf('HEALTHCHECK')).toEqual([]);
    expect(readText('aws/cfn-template.yml')).not.toContain('HealthCheck:');
  });
});

test.each([
  ['FROM scratch\nHEALTCHECK NONE\n', 'Unknown instruction'],
  ['FROM scratch\nEXPOSE http\n', 'Invalid containerPort'],
  ['FROM scratch\nCMD ["a"]\nCMD ["b"]\n', 'only be one CMD'],
])('a Dockerfile that is wrong is found out: %j', (text, finding) => {
  expect(findings(text)).toEqual([expect.stringContaining(finding)]);
});

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { manifestDigest, type Manifest } from '@sluice/archive';
import { buildspecScript } from './testing/buildspec';
import { inRepository } from './testing/repository';

const commit = '8c9d4a6c1f0e2b3a4d5c6b7a8f9e0d1c2b3a4d5e';
const imageDigest = `sha256:${'ab'.repeat(32)}`;
const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com/sluice';

/** Stand-ins for aws and docker: they write down their arguments, and keep the registry in a folder. */
const standIns = {
  aws: `
    case "$1 $2" in
      's3api head-object') echo "$STAND_IN_COMMIT" ;;
      'ecr get-login-password') echo token ;;
      'ecr batch-get-image') tag=\${6#imageTag=}; if [ -e "$STAND_IN/registry/$tag" ]; then echo ${imageDigest}; else echo None; fi ;;
      *) exit 64 ;;
    esac`,
  docker: `
    case "$1" in
      login) [ "$(cat)" = token ] ;;
      build) exit "\${STAND_IN_BUILD:-0}" ;;
      push) touch "$STAND_IN/registry/\${2##*:}"; exit "\${STAND_IN_PUSH:-0}" ;;
      *) exit 64 ;;
    esac`,
};

describe('aws/buildspec.yaml', () => {
  let folder: string;
  let source: string;
  let digest: string;

  const files: Record<string, string> = {
    'app/server/main.js': 'console.log("server")',
    'app/client/build/index.html': '<p>ünï</p>',
    'app/client/build/assets/a b.js': 'x',
    'app/server/run.sh': '#!/bin/sh\n',
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-buildspec-'));
    source = join(folder, 'source');
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'registry'));
    for (const [name, body] of Object.entries(standIns)) {
      const script = `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> "$STAND_IN/calls"\n${body}\n`;
      writeFileSync(join(folder, 'bin', name), script, { mode: 0o755 });
    }
    const all: Record<string, string> = { ...files };
    for (const name of readdirSync(inRepository('aws'))) {
      all[`aws/${name}`] = readFileSync(inRepository('aws', name), 'utf8');
    }
    const manifest: Manifest = { version: 1, files: [] };
    for (const [path, text] of Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))) {
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), text);
      const mode = path.endsWith('.sh') ? 0o755 : 0o644;
      chmodSync(join(source, path), mode);
      const sha256 = createHash('sha256').update(text).digest('hex');
      manifest.files.push({ path, mode, size: Buffer.byteLength(text), sha256 });
    }
    writeFileSync(join(source, 'sluice-manifest.json'), JSON.stringify(manifest));
    digest = manifestDigest(manifest);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (extra: Record<string, string> = {}) =>
    spawnSync('bash', ['-c', buildspecScript()], {
      cwd: source,
      encoding: 'utf8',
      env: {
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        STAND_IN: folder,
        STAND_IN_COMMIT: commit,
        APP: 'sluice',
        ENVIRONMENT: 'uat',
        SOURCE_BUCKET: 'pipelines',
        SOURCE_KEY: 'sluice/uat.zip',
        SOURCE_VERSION: 'v 1',
        EXECUTION: 'e-1',
        REPOSITORY_URI: registry,
        ...extra,
      },
    });
  const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  const artifact = (name: string): unknown => JSON.parse(readFileSync(join(source, 'out', name), 'utf8'));

  test('builds and pushes an image whose tag is the digest, then hands on a small artifact', () => {
    expect(run().status).toBe(0);
    // The two ends of the pipe into docker login write in either order.
    expect(calls().slice(1, 3).sort()).toEqual([
      'aws ecr get-login-password',
      'docker login --username AWS --password-stdin 123456789012.dkr.ecr.us-east-1.amazonaws.com',
    ]);
    expect(calls().toSpliced(1, 2)).toEqual([
      'aws s3api head-object --bucket pipelines --key sluice/uat.zip --version-id v 1 --query Metadata.commit --output text',
      expect.stringContaining(
        `aws ecr batch-get-image --repository-name sluice --image-ids imageTag=sluice-${digest}`,
      ),
      `docker build --file aws/Dockerfile --tag ${registry}:sluice-${digest} .`,
      `docker push ${registry}:sluice-${digest}`,
      expect.stringContaining('aws ecr batch-get-image'),
    ]);
    const image = `${registry}@${imageDigest}`;
    expect(artifact('imagedefinitions.json')).toEqual([{ name: 'app', imageUri: image }]);
    expect(artifact('cfn-template-configuration.json')).toMatchObject({
      Parameters: {
        ImageUri: image,
        Commit: commit,
        Digest: digest,
        Execution: 'e-1',
        LogRetentionDays: '14',
      },
      Tags: { environment: 'uat' },
    });
    const sizes = readdirSync(join(source, 'out')).map((name) => statSync(join(source, 'out', name)).size);
    expect(sizes).toHaveLength(3);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(100_000);
  });

  test('uses the image again that another environment pushed for the same digest', () => {
    expect(run().status).toBe(0);
    rmSync(join(source, 'out'), { recursive: true });
    rmSync(join(folder, 'calls'));
    expect(run({ ENVIRONMENT: 'prod', EXECUTION: 'e-2' }).status).toBe(0);
    expect(calls().filter((call) => /^docker (build|push)/.test(call))).toEqual([]);
    expect(artifact('cfn-template-configuration.json')).toMatchObject({
      Parameters: { ImageUri: `${registry}@${imageDigest}`, Commit: commit, Execution: 'e-2' },
      Tags: { environment: 'prod' },
    });
  });

  test('goes on when another pipeline pushed the same immutable tag a moment earlier', () => {
    expect(run({ STAND_IN_PUSH: '1' }).status).toBe(0);
  });

  test('says "unknown" for an object that names no commit', () => {
    const hostile = '$(touch pwned)';
    expect(run({ STAND_IN_COMMIT: hostile }).status).toBe(0);
    expect(artifact('cfn-template-configuration.json')).toMatchObject({ Parameters: { Commit: 'unknown' } });
    expect(existsSync(join(source, 'pwned'))).toBe(false);
  });

  test.each<[string, () => void]>([
    ['a changed file', () => writeFileSync(join(source, 'app/server/main.js'), 'tampered')],
    ['a missing file', () => rmSync(join(source, 'app/server/main.js'))],
    ['a file more', () => writeFileSync(join(source, 'app/server/more.js'), '')],
    ['no manifest', () => rmSync(join(source, 'sluice-manifest.json'))],
  ])('stops at %s before anything is asked of AWS', (_what, spoil) => {
    spoil();
    expect(run().status).toBe(1);
    expect(existsSync(join(folder, 'calls'))).toBe(false);
    expect(existsSync(join(source, 'out'))).toBe(false);
  });

  test('hands nothing on when the image does not build', () => {
    expect(run({ STAND_IN_BUILD: '1' }).status).toBe(1);
    expect(existsSync(join(source, 'out'))).toBe(false);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractArchive, manifestDigest } from '@sluice/archive';
import { AwsStandIn } from './testing/aws-stand-in';
import { artifactText, buildspecOf, runBuildspec, shells, type Shell } from './testing/buildspec';
import { containerEnvironment } from './testing/container-environment';
import { DockerEngine } from './testing/docker-engine';
import { freePort } from './testing/free-port';
import { describeWithPrograms } from './testing/outside-tool';
import { inRepository, repositoryRoot } from './testing/repository';
import { readTemplate } from './testing/template';

const commit = '8c9d4a6c1f0e2b3a4d5c6b7a8f9e0d1c2b3a4d5e';

/** Seconds that ECS waits between SIGTERM and SIGKILL. */
function graceSeconds(): number {
  const { ContainerDefinitions } = readTemplate('aws/cfn-template.yml').Resources['TaskDefinition']
    ?.Properties as {
    ContainerDefinitions: { StopTimeout: number }[];
  };
  return ContainerDefinitions[0]?.StopTimeout ?? 0;
}

describeWithPrograms(
  ['dockerd', 'docker-registry', 'docker', 'root'],
  'the image of the packed archive',
  ([dockerd = '', registry = '']) => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-image-'));
    const repository = () => `${engine.registry}/sluice`;
    let engine: DockerEngine;
    let digest: string;
    const sourceOf = (shell: Shell) => join(folder, shell.replaceAll(' ', '-'));

    beforeAll(async () => {
      engine = await DockerEngine.start({ dockerd, registry });
      engine.makeNodeImage('node-of-this-machine');
      const packed = spawnSync(
        process.execPath,
        [inRepository('node_modules/.bin/nx'), 'run', 'app:package', '--outputStyle=static'],
        {
          cwd: repositoryRoot,
          encoding: 'utf8',
          // Jest's NODE_ENV would put React's development build into the client.
          env: { ...process.env, NODE_ENV: 'production', NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' },
        },
      );
      if (packed.status !== 0) throw new Error(packed.stdout + packed.stderr);
      for (const shell of shells)
        digest = manifestDigest(await extractArchive(inRepository('dist/archives/app.zip'), sourceOf(shell)));
    }, 300_000);

    afterAll(async () => {
      await engine?.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    /** The build as CodeBuild runs it: its docker is the real one, its aws the stand-in. */
    const build = async (shell: Shell) => {
      const standIn = new AwsStandIn(join(folder, `stand-in-${shells.indexOf(shell)}`));
      standIn.program(
        'docker',
        `#!/bin/bash
       export DOCKER_HOST=${engine.host} DOCKER_BUILDKIT=0
       PATH=\${PATH#*:}
       case "$1" in
         login) cat > /dev/null ;;
         build) shift; exec docker build --build-arg NODE_IMAGE=node-of-this-machine "$@" ;;
         *) exec docker "$@" ;;
       esac\n`,
      );
      return runBuildspec(buildspecOf('Build'), shell, {
        cwd: sourceOf(shell),
        env: standIn.variables('prod', {
          REPOSITORY_URI: repository(),
          STAND_IN_COMMIT: commit,
          CODEBUILD_BUILD_ID: `sluice--prod--build:${shells.indexOf(shell)}`,
        }),
      });
    };

    test.each(shells)(
      'is built and pushed by the build, with %s',
      async (shell) => {
        const outcome = await build(shell);
        expect([outcome.status, outcome.status === 0 ? '' : outcome.output]).toEqual([0, '']);
        const pushed = `${repository()}@${outcome.exported['IMAGE_DIGEST']}`;
        const answer = await fetch(
          `http://${engine.registry}/v2/sluice/manifests/${outcome.exported['IMAGE_DIGEST']}`,
          {
            method: 'HEAD',
            headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
          },
        );
        expect(answer.status).toBe(200);
        expect(JSON.parse(artifactText(sourceOf(shell), 'cfn-template-configuration.json'))).toMatchObject({
          Parameters: { ImageUri: pushed, Commit: commit, Digest: digest },
        });
      },
      120_000,
    );

    test('is the same, and so is the artifact, however CodeBuild runs the commands', () => {
      const [one = '', other = ''] = shells.map((shell) => artifactText(sourceOf(shell), 'cfn-template.yml'));
      expect(one).toBe(other);
      const [first, second] = shells.map(
        (shell) =>
          JSON.parse(artifactText(sourceOf(shell), 'cfn-template-configuration.json')) as {
            Parameters: object;
          },
      );
      expect({ ...first?.Parameters, ImageUri: '' }).toEqual({ ...second?.Parameters, ImageUri: '' });
    });

    test('runs on the variables, with the limits and as the user that Fargate gives it, and stops in time', async () => {
      const configuration = JSON.parse(
        artifactText(sourceOf(shells[0]), 'cfn-template-configuration.json'),
      ) as {
        Parameters: { ImageUri: string };
      };
      const port = String(await freePort());
      const variables = {
        ...containerEnvironment({}),
        HOST: '127.0.0.1',
        PORT: port,
        SLUICE_COMMIT: commit,
        SLUICE_DIGEST: digest,
      };
      const container = engine.must(
        ...['run', '--detach', '--network', 'host', '--read-only', '--init'],
        ...['--cpus', '0.25', '--memory', '512m'],
        ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        configuration.Parameters.ImageUri,
      );
      const started = Date.now();
      const health = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).json() as Promise<object>;
      await engine.until(() =>
        health().then(
          () => true,
          () => false,
        ),
      );
      const healthyAfter = Date.now() - started;
      expect(await health()).toMatchObject({ commit, digest });

      const state = JSON.parse(engine.must('inspect', '--format', '{{json .}}', container)) as {
        HostConfig: { ReadonlyRootfs: boolean; Memory: number };
        Config: { User: string };
      };
      expect(state).toMatchObject({
        HostConfig: { ReadonlyRootfs: true, Memory: 512 * 2 ** 20 },
        Config: { User: 'node' },
      });
      const look =
        'const fs=require("fs");let written=true;try{fs.writeFileSync("/srv/x","")}catch{written=false}console.log(JSON.stringify({uid:process.getuid(),written}))';
      expect(JSON.parse(engine.must('exec', container, 'node', '-e', look))).toEqual({
        uid: 1000,
        written: false,
      });
      const memory = engine.must('stats', '--no-stream', '--format', '{{.MemUsage}}', container);

      const stopping = Date.now();
      engine.must('stop', '--time', String(graceSeconds()), container);
      const stoppedAfter = Date.now() - stopping;
      // 137 is SIGKILL: it was still there when the grace period ended.
      expect(engine.must('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('0');
      process.stdout.write(
        `image: healthy after ${healthyAfter} ms, ${memory}, stopped after ${stoppedAfter} ms\n`,
      );
    }, 120_000);
  },
);

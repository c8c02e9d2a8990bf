import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port';

/** A Docker engine and a registry of their own, in a temporary folder: no daemon of the machine is touched. */
export class DockerEngine {
  private readonly processes: ChildProcess[] = [];

  private constructor(
    private readonly folder: string,
    /** host:port of the registry. */
    readonly registry: string,
  ) {}

  /** @param programs absolute paths of dockerd and docker-registry */
  static async start(programs: { dockerd: string; registry: string }): Promise<DockerEngine> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-docker-'));
    const port = await freePort();
    const engine = new DockerEngine(folder, `127.0.0.1:${port}`);
    const configuration = {
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(folder, 'registry') } },
      http: { addr: engine.registry },
    };
    // YAML reads JSON.
    writeFileSync(join(folder, 'registry.yml'), JSON.stringify(configuration));
    engine.run(programs.registry, ['serve', join(folder, 'registry.yml')]);
    engine.run(programs.dockerd, [
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'docker.pid'), '--host', engine.host],
      ...['--iptables=false', '--ip6tables=false', '--bridge=none'],
      ...['--insecure-registry', engine.registry],
    ]);
    try {
      await engine.until(() => engine.docker('version').status === 0);
      await engine.until(
        async () => (await fetch(`http://${engine.registry}/v2/`).catch(() => undefined))?.ok === true,
      );
    } catch (error) {
      await engine.stop();
      throw error;
    }
    return engine;
  }

  get host(): string {
    return `unix://${join(this.folder, 'docker.sock')}`;
  }

  /** Runs docker against this engine; its output is the two streams together. */
  docker(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync('docker', ['--host', this.host, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: this.folder, DOCKER_BUILDKIT: '0' },
    });
    return { status, output: stdout + stderr };
  }

  /** @throws with docker's own words */
  must(...args: string[]): string {
    const { status, output } = this.docker(...args);
    if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${output}`);
    return output.trim();
  }

  /**
   * A base image of this machine's own Node and the libraries that it is linked with, for a machine that reaches no
   * registry. It has the user that Node's own images have.
   */
  makeNodeImage(name: string): void {
    const root = join(this.folder, 'base');
    const node = realpathSync(process.execPath);
    const { stdout } = spawnSync('ldd', [node], { encoding: 'utf8' });
    const libraries = [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => path);
    for (const library of libraries) {
      mkdirSync(join(root, dirname(library)), { recursive: true });
      copyFileSync(library, join(root, library));
    }
    mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
    copyFileSync(node, join(root, 'usr/local/bin/node'));
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/none\nnode:x:1000:1000::/:/none\n');
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
    writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY . /\nENV PATH=/usr/local/bin\n');
    this.must('build', '--tag', name, root);
    rmSync(root, { recursive: true });
  }

  /** Waits until it is so. */
  async until(isSo: () => boolean | Promise<boolean>, milliseconds = 60_000): Promise<void> {
    for (const deadline = Date.now() + milliseconds; Date.now() < deadline;) {
      if (await isSo()) return;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    throw new Error(`It was not so within ${milliseconds / 1000} seconds: ${String(isSo)}`);
  }

  async stop(): Promise<void> {
    // The engine first stops what runs in it.
    for (const child of this.processes.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    // The engine leaves its network's name space mounted.
    spawnSync('umount', [join(this.folder, 'exec/netns/default')]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(program: string, args: string[]): void {
    this.processes.push(spawn(program, args, { stdio: 'ignore' }));
  }
}

import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../workspace';

/** What a runner lacks. Certificates of one's own cost each process of Node 35 ms. */
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_|npm_|NODE_EXTRA_CA_CERTS$)/i;
const gnuTime = '/usr/bin/time';

/** What is cloned: a repository, at a commit. */
export interface Source {
  repository: string;
  commit: string;
}

export interface Ran {
  /** Wall-clock time. */
  seconds: number;
  /** Processor time of the command and all that it started, where GNU time is found. */
  cpuSeconds?: number;
  output: string;
}

/** A fresh clone on a machine of its own: an empty home, and no cache of Nx. Only what `npm ci` installs is shared. */
export class Machine {
  readonly clone: string;

  constructor(
    private readonly folder: string,
    source: Source,
  ) {
    this.clone = join(folder, 'clone');
    mkdirSync(join(folder, 'home'), { recursive: true });
    execFileSync('git', ['clone', '-q', source.repository, this.clone]);
    execFileSync('git', ['checkout', '-q', '-B', 'main', source.commit], { cwd: this.clone });
    symlinkSync(join(repository, 'node_modules'), join(this.clone, 'node_modules'));
    appendFileSync(join(this.clone, '.git/info/exclude'), 'node_modules\n');
  }

  /**
   * Runs a command with the settings of the workflows.
   * @throws Error with what it printed, when it fails
   */
  async run(cloud: string, command: string): Promise<Ran> {
    const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    const env = {
      ...Object.fromEntries(own),
      HOME: join(this.folder, 'home'),
      // Without CI=true, with which publish wants a bucket: npm then asks once a day whether there is a newer npm.
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      // A fresh runner has no compiled code of an earlier process.
      NODE_DISABLE_COMPILE_CACHE: '1',
      NX_CACHE_DIRECTORY: join(this.folder, 'nx-cache'),
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_TUI: 'false',
      SLUICE_LOCAL_CLOUD: cloud,
    };
    const report = join(this.folder, 'time');
    const isTimed = existsSync(gnuTime);
    const words = command.split(' ');
    const [program = '', ...args] = isTimed ? [gnuTime, '-f', '%U %S', '-o', report, ...words] : words;
    const begun = performance.now();
    const child = spawn(program, args, { cwd: this.clone, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`${output}\n"${command}" ended with ${code}.`);
    const seconds = (performance.now() - begun) / 1000;
    if (!isTimed) return { seconds, output };
    const [user = 0, system = 0] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
    return { seconds, cpuSeconds: user + system, output };
  }

  /** SHA-256 of each archive that was packed here, in the order of their names. */
  get archives(): string {
    return execFileSync('sh', ['-c', 'find dist/archives -name "*.zip" | sort | xargs sha256sum'], {
      cwd: this.clone,
      encoding: 'utf8',
    });
  }
}

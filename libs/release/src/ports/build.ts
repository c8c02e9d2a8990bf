/** A task of Nx that an archive was made from, and where its output came from. */
export interface BuildTask {
  /** `<project>:<target>`, and the configuration if there is one. */
  task: string;
  /** The hash that Nx made of all its inputs. */
  hash: string;
  /** built: in this run. restored: from the cache of the bucket. unknown: nothing tells, as of Nx's cache on this machine. */
  outcome: 'built' | 'restored' | 'unknown';
  /** For a restored output, the namespace of the cache: `main`, or `pr/<number>`. */
  namespace?: string;
  /** For a restored output, the commit whose run made it. */
  commit?: string;
  /** For a restored output, URL of the run that made it. */
  run?: string;
  /** Why an output was not restored; absent where the cache was not asked. */
  missed?: 'absent' | 'mismatch' | 'unavailable';
  /**
   * For an output that is absent: what CI of the main branch has run for the commit. `not-run`: not this task. Else the
   * inputs that were others there, as a person names them: none where only the output is missing. Absent: not known.
   */
  inCi?: 'not-run' | readonly string[];
}

/** The run that an archive is published by. */
export interface Build {
  /** URI of who builds: the workflow or the job of CI, or `local`. */
  builder: string;
  /** URI of the repository, such as `git+https://github.com/acme/shop`. */
  repository?: string;
  /** When it began; absent: when it publishes. */
  startedAt?: Date;
  /** Versions of the tools that made the archive, by their names. */
  versions?: Readonly<Record<string, string>>;
  /** What Nx ran, or restored, before it; absent where Nx does not run it. */
  tasks?: readonly BuildTask[];
}

import type { PublishBranches } from '../ports/commits';
import type { FreezeWindow } from './freeze';

/** One place where the app runs, as sluice.json names it. */
export interface EnvironmentSettings {
  name: string;
  /** The tag it watches: `<tag>.zip`. Several environments may watch one tag. */
  tag: string;
  /** The name of its CodePipeline. */
  pipeline: string;
  /** Environments where an archive must have run well before it may come here. */
  requires: string[];
  /** When nothing new may come here. */
  freeze?: FreezeWindow[];
  /** How long ago an archive must have been published before it may come here: `24h`. */
  minAge?: string;
  /** Whether a promotion asks first. */
  confirm: boolean;
}

/** What sluice.json, the environment variables and the options of one command say of one app. */
export interface Settings {
  /** The key prefix in the bucket. */
  app: string;
  /** Whether sluice.json has other apps besides, so that a command must name the one that it is about. */
  isOneOfSeveral?: boolean;
  /** The Nx project that publishes the app; absent where sluice.json names none. */
  project?: string;
  /** Nx projects that act on this app besides. */
  components: string[];
  region?: string;
  /** Absent: the embedded local cloud. */
  bucket?: string;
  /** The folder of the embedded local cloud, when one was named on purpose. */
  localCloud?: string;
  /** The branches whose commits move `latest`. */
  publishBranches?: PublishBranches;
  /** In the order of promotion. */
  environments: EnvironmentSettings[];
}

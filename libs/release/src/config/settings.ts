import type { PublishBranches } from '../ports/commits';
import type { z } from 'zod';
import type { environmentSchema } from './schema';

/** A bucket that an environment has of its own, with its pipelines beside it. */
export interface Place {
  bucket: string;
  /** Absent: that of the app. */
  region?: string;
  /** The AWS profile whose credentials are used there; absent: those in use. */
  profile?: string;
  /** For a server that is not AWS. */
  endpoint?: string;
}

/** One place where the app runs, as sluice.json describes it; the schema says what each field means. */
export interface EnvironmentSettings extends Omit<z.output<typeof environmentSchema>, keyof Place> {
  name: string;
  /** The name of its CodePipeline. */
  pipeline: string;
  /** Absent: the app's bucket and its region. */
  place?: Place;
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
  /** Absent: the local cloud. */
  bucket?: string;
  /** The folder of the local cloud, when one was named on purpose. */
  localCloud?: string;
  /** The branches whose commits move `latest`. */
  publishBranches?: PublishBranches;
  /** Web address of the repository; absent where sluice.json names none. */
  repository?: string;
  /** How its archive is run on this machine. */
  start?: { command?: string; health?: string };
  /** In the order of promotion. */
  environments: EnvironmentSettings[];
}

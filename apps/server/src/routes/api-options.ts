import type { Console } from '../console/console';
import type { GuardOptions } from '../http/guard';
import type { EventLimits } from './events';

export interface ApiOptions extends GuardOptions {
  console: Console;
  /** Of all apps, in the order of sluice.json. */
  consoles: readonly Console[];
  /** All that this server shows, in the order of sluice.json. */
  apps: readonly string[];
  /** The environment in which this server runs. */
  environment: string | null;
  events: EventLimits;
  onEventStreams(open: number): void;
}

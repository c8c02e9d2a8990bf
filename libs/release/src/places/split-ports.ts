import type { EnvironmentSettings, Place, Settings } from '../config/settings';
import type { EventRules } from '../ports/event-rules';
import type { Pipelines } from '../ports/pipelines';
import type { Stacks } from '../ports/stacks';
import { placesOf } from './places';

/** The pipelines beside the app's bucket, and those that `open` gives for the places of environments, as one. */
export function splitPipelines(
  settings: Settings,
  home: Pipelines,
  open: (place: Place) => Pipelines,
): Pipelines {
  const others = opened(settings, open, ({ pipeline }) => pipeline);
  if (others.size === 0) return home;
  const of = (name: string): Pipelines => others.get(name) ?? home;
  return {
    executions: (name, limit) => of(name).executions(name, limit),
    actions: (name, executionId) => of(name).actions(name, executionId),
    stages: (name) => of(name).stages(name),
    sources: (name) => of(name).sources(name),
    consoleUrl: (name, executionId) => of(name).consoleUrl(name, executionId),
    resourceUrl: async (name, resource) => of(name).resourceUrl?.(name, resource),
    start: (name, source) => of(name).start(name, source),
    stop: (name, executionId, options) => of(name).stop(name, executionId, options),
  };
}

/** The same for the rules that start them; an ARN ends with the name of the pipeline. */
export function splitRules(
  settings: Settings,
  home: EventRules,
  open: (place: Place) => EventRules,
): EventRules {
  const others = opened(settings, open, ({ pipeline }) => pipeline);
  if (others.size === 0) return home;
  return { targeting: (arn) => (others.get(arn.slice(arn.lastIndexOf(':') + 1)) ?? home).targeting(arn) };
}

/** The same for the stacks; the name of one ends with that of its environment. */
export function splitStacks(settings: Settings, home: Stacks, open: (place: Place) => Stacks): Stacks {
  const others = opened(settings, open, ({ name }) => name);
  if (others.size === 0) return home;
  return {
    state: (stack) => {
      // <app>-<kind>-<environment>
      const environment = stack.slice(settings.app.length + 1).replace(/^[^-]*-/, '');
      return (others.get(environment) ?? home).state(stack);
    },
  };
}

/** One for each place, by what its environments are called. */
function opened<Port>(
  settings: Settings,
  open: (place: Place) => Port,
  nameOf: (environment: EnvironmentSettings) => string,
): Map<string, Port> {
  return new Map(
    placesOf(settings).flatMap(({ place, environments }) => {
      const port = open(place);
      return environments.map((environment): [string, Port] => [nameOf(environment), port]);
    }),
  );
}

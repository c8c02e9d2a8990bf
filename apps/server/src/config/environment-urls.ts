import type { Settings } from '@sluice/release';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error';

const urls = z.record(z.string(), z.url({ protocol: /^https?$/ }));

/**
 * The settings with the addresses of environments that SLUICE_ENVIRONMENT_URLS has, a JSON object by
 * `<app>/<environment>`: of environments on this machine only the process that serves them knows their ports.
 *
 * @throws ConfigurationError when the variable is something else
 */
export function withEnvironmentUrls(apps: readonly Settings[], text: string | undefined): Settings[] {
  const known = text === undefined ? {} : parse(text);
  return apps.map((settings) => ({
    ...settings,
    environments: settings.environments.map((environment) => ({
      ...environment,
      url: known[`${settings.app}/${environment.name}`] ?? environment.url,
    })),
  }));
}

function parse(text: string): Record<string, string> {
  try {
    return urls.parse(JSON.parse(text));
  } catch {
    throw new ConfigurationError(
      'SLUICE_ENVIRONMENT_URLS is not a JSON object of web addresses.',
      'Use the form {"shop/stage": "https://stage.example.org"}, or unset it.',
    );
  }
}

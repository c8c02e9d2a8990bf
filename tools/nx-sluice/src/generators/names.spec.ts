import { resolveApps } from '@sluice/release';
import { definition as environment } from './environment/options';
import { definition as init } from './init/options';

function isTaken(app: string, name: string): boolean {
  try {
    return resolveApps({ file: { app, environments: { [name]: { tag: 'x' } } }, env: {} }).length === 1;
  } catch {
    return false;
  }
}

it.each(['eu-west', 'uat', '1', 'eu--west', '-west', 'west-', 'West', 'a'.repeat(32), 'a'.repeat(33)])(
  'takes the environment %s only where sluice.json does',
  (name) => {
    expect(environment.options.safeParse({ name }).success).toBe(isTaken('store', name));
  },
);

it.each(['store', 'web-store', 'web--store', 'shop', '-store', 'Store', 'a'.repeat(24), 'a'.repeat(25)])(
  'takes the app %s only where sluice.json does',
  (app) => {
    expect(init.options.safeParse({ app }).success).toBe(isTaken(app, 'uat'));
  },
);

import type { Session } from '@sluice/contract';

/** Which console this is: "shop · prod", and "shop" where it runs beside the environments. */
export function consoleTitle({ app, environment }: Session): string {
  return [app, environment].filter(Boolean).join(' · ');
}

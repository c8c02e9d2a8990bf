import type { Session } from '@sluice/contract';
import { createContext, useContext } from 'react';
import type { ConsoleApi } from './console-api';

const ApiContext = createContext<ConsoleApi | undefined>(undefined);
const SessionContext = createContext<Session | undefined>(undefined);

export const ApiProvider = ApiContext.Provider;
export const SessionProvider = SessionContext.Provider;

export function useApi(): ConsoleApi {
  const api = useContext(ApiContext);
  if (!api) throw new Error('useApi must be called below an ApiProvider.');
  return api;
}

/** Who looks; absent until the server has said it. */
export function useSession(): Session | undefined {
  return useContext(SessionContext);
}

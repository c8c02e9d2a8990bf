import type { Board, EnvironmentCard } from '@sluice/contract';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LiveBoard, LiveState } from './live-board';

const LiveContext = createContext<LiveBoard | undefined>(undefined);
export const LiveProvider = LiveContext.Provider;

export function useLiveBoard(): LiveBoard {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive must be called below a LiveProvider.');
  return live;
}

export function useLive(): LiveState {
  const live = useLiveBoard();
  return useSyncExternalStore(live.subscribe, live.getState);
}

export function useBoard(): Board | undefined {
  return useLive().board;
}

/** Absent until the board is there, or when it has no environment of this name. */
export function useEnvironment(name: string): EnvironmentCard | undefined {
  return useBoard()?.environments.find((environment) => environment.name === name);
}

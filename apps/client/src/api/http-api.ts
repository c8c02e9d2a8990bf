import type { ConsoleApi } from './console-api';
import { EntityCache } from './entity-cache';
import { send } from './send';
import { sharedEvents } from './shared-events';

/** @param base what stands before `/api`: an origin, the path of an app, or both; nothing when absent */
export function httpApi(base = ''): ConsoleApi {
  const cache = new EntityCache();
  const get = <Body>(path: string, signal?: AbortSignal) =>
    send<Body>(`${base}/api${path}`, { method: 'GET', signal, cache });
  const write = <Body>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    send<Body>(`${base}/api${path}`, { method, body, signal });
  const environment = (name: string) => `/environments/${encodeURIComponent(name)}`;
  const releaseAt = (commit: string) => `/releases/${encodeURIComponent(commit)}`;
  const rejection = (commit: string) => `${releaseAt(commit)}/rejection`;

  return {
    session: (signal) => get('/session', signal),
    signOut: () => write('DELETE', '/session', {}),
    board: (signal) => get('/board', signal),
    boardOf: (app, signal) =>
      send(`/apps/${encodeURIComponent(app)}/api/board`, { method: 'GET', signal, cache }),
    events: () => sharedEvents(() => new EventSource(`${base}/api/events`), base),

    releases: (query, signal) => get(`/releases${queryString(query)}`, signal),
    release: (commit, signal) => get(releaseAt(commit), signal),
    provenance: (commit, signal) => get(`${releaseAt(commit)}/provenance`, signal),
    compare: (from, to, signal) => get(`/compare${queryString({ from, to })}`, signal),
    history: (name, limit, signal) => get(`${environment(name)}/history${queryString({ limit })}`, signal),

    log: (name, lines, signal) => get(`${environment(name)}/log${queryString({ lines })}`, signal),

    activity: (query, signal) => get(`/activity${queryString(query)}`, signal),
    activityEntry: (id, signal) => get(`/activity/${encodeURIComponent(id)}`, signal),
    activityExport: (query) => `${base}/api/activity-export${queryString(query)}`,

    metrics: (query, signal) => get(`/metrics${queryString(query)}`, signal),

    promotionPlan: (name, request, signal) =>
      write('POST', `${environment(name)}/promotion-plan`, request, signal),
    rollbackPlan: (name, request, signal) =>
      write('POST', `${environment(name)}/rollback-plan`, request, signal),
    promote: (name, request) => write('POST', `${environment(name)}/promotions`, request),
    rollBack: (name, request) => write('POST', `${environment(name)}/rollbacks`, request),
    redeploy: (name, request) => write('POST', `${environment(name)}/redeployments`, request),

    hold: (name, request) => write('PUT', `${environment(name)}/hold`, request),
    removeHold: (name, request) => write('DELETE', `${environment(name)}/hold`, request),
    reject: (commit, request) => write('PUT', rejection(commit), request),
    accept: (commit, request) => write('DELETE', rejection(commit), request),
  };
}

function queryString(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

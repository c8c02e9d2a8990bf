import { diffSchema, historySchema, redeployResultSchema, verificationSchema } from '../commands';
import { z } from 'zod';
import {
  activityExportQuerySchema,
  activityLogEntrySchema,
  activityLogSchema,
  activityQuerySchema,
} from './activity';
import { boardSchema } from './board';
import { deploymentLogSchema, logQuerySchema } from './log';
import { metricsQuerySchema, metricsSchema } from './metrics';
import {
  holdAnswerSchema,
  holdRequestSchema,
  movePlanSchema,
  moveRequestSchema,
  moveSchema,
  planRequestSchema,
  redeployRequestSchema,
  rejectionAnswerSchema,
  rejectionRequestSchema,
  unholdRequestSchema,
  rollbackPlanRequestSchema,
  undoRejectionRequestSchema,
} from './moves';
import {
  compareQuerySchema,
  historyQuerySchema,
  releasePageSchema,
  releaseQuerySchema,
  releaseRowSchema,
} from './releases';
import { sessionSchema, signOutSchema } from './session';
import { commitId, environmentName } from './values';

/** One thing that may be asked of the server. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As OpenAPI writes it. */
  path: `/api/${string}`;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  status: 200 | 201;
  /** `events`: server-sent events. `document`: OpenAPI's own. `export`: a file of the activity log, CSV or JSON. */
  answer: z.ZodType | 'events' | 'document' | 'export';
  /** The answer has an ETag, and whoever has it already is answered 304. */
  hasETag?: boolean;
  /** Statuses of a refusal, beside those that every operation has. */
  refusals?: number[];
}

const environment = z.object({ name: environmentName });
const release = z.object({ commit: commitId });
/** A version id of S3 has at most 1,024 bytes. */
const activityEntry = z.object({
  id: z.string().max(1_100).describe('`id` of an entry of the activity log.'),
});

/** Everything under /api. The server registers its routes from this, and makes its OpenAPI document of it. */
export const operations = {
  getSession: {
    method: 'GET',
    path: '/api/session',
    summary: 'The current user and their permissions',
    status: 200,
    answer: sessionSchema,
  },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    summary: 'Signs this browser out',
    status: 200,
    answer: signOutSchema,
  },
  getBoard: {
    method: 'GET',
    path: '/api/board',
    summary: 'The environments and their versions',
    status: 200,
    answer: boardSchema,
    hasETag: true,
  },
  getEvents: {
    method: 'GET',
    path: '/api/events',
    summary:
      'Server-sent events: `board` (Board) immediately and at each change, `releases` (ReleasesEvent) when the list changes',
    status: 200,
    answer: 'events',
  },
  listReleases: {
    method: 'GET',
    path: '/api/releases',
    summary: 'The published archives, in pages',
    query: releaseQuerySchema,
    status: 200,
    answer: releasePageSchema,
    hasETag: true,
  },
  getRelease: {
    method: 'GET',
    path: '/api/releases/{commit}',
    summary: 'One published archive',
    params: release,
    status: 200,
    answer: releaseRowSchema,
    hasETag: true,
    refusals: [404],
  },
  getProvenance: {
    method: 'GET',
    path: '/api/releases/{commit}/provenance',
    summary: 'Which run made an archive, from which outputs, and whether a key signed that',
    params: release,
    status: 200,
    answer: verificationSchema,
    refusals: [404],
  },
  rejectRelease: {
    method: 'PUT',
    path: '/api/releases/{commit}/rejection',
    summary: 'Rejects an archive: every later promotion is refused',
    params: release,
    body: rejectionRequestSchema,
    status: 200,
    answer: rejectionAnswerSchema,
    refusals: [404],
  },
  acceptRelease: {
    method: 'DELETE',
    path: '/api/releases/{commit}/rejection',
    summary: 'Undoes a rejection',
    params: release,
    body: undoRejectionRequestSchema,
    status: 200,
    answer: rejectionAnswerSchema,
    refusals: [404],
  },
  compare: {
    method: 'GET',
    path: '/api/compare',
    summary: 'Difference between two environments, tags or commits',
    query: compareQuerySchema,
    status: 200,
    answer: diffSchema,
    refusals: [404],
  },
  getHistory: {
    method: 'GET',
    path: '/api/environments/{name}/history',
    summary: 'The history of an environment',
    params: environment,
    query: historyQuerySchema,
    status: 200,
    answer: historySchema,
    refusals: [404],
  },
  getLog: {
    method: 'GET',
    path: '/api/environments/{name}/log',
    summary: 'The end of what the newest deployment printed, or the pages that have it',
    params: environment,
    query: logQuerySchema,
    status: 200,
    answer: deploymentLogSchema,
    refusals: [404],
  },
  listActivity: {
    method: 'GET',
    path: '/api/activity',
    summary: 'What happened in all environments, newest first, in pages',
    query: activityQuerySchema,
    status: 200,
    answer: activityLogSchema,
    hasETag: true,
    refusals: [404],
  },
  exportActivity: {
    method: 'GET',
    path: '/api/activity-export',
    summary:
      'The same as a file, CSV or JSON, with up to 5,000 records; the header Link (rel="next") names the address of the rest',
    query: activityExportQuerySchema,
    status: 200,
    answer: 'export',
    refusals: [404],
  },
  getActivity: {
    method: 'GET',
    path: '/api/activity/{id}',
    summary: 'One entry of the activity log; of a failure, with the stage that failed',
    params: activityEntry,
    status: 200,
    answer: activityLogEntrySchema,
    refusals: [404],
  },
  getMetrics: {
    method: 'GET',
    path: '/api/metrics',
    summary: 'Deployment frequency, lead time, change failure rate and time to restore, by week',
    query: metricsQuerySchema,
    status: 200,
    answer: metricsSchema,
    hasETag: true,
  },
  planPromotion: {
    method: 'POST',
    path: '/api/environments/{name}/promotion-plan',
    summary: 'What a promotion would do; writes nothing',
    params: environment,
    body: planRequestSchema,
    status: 200,
    answer: movePlanSchema,
    refusals: [404],
  },
  promote: {
    method: 'POST',
    path: '/api/environments/{name}/promotions',
    summary: 'Promotes an archive',
    params: environment,
    body: moveRequestSchema,
    status: 201,
    answer: moveSchema,
    refusals: [404, 409, 422],
  },
  planRollback: {
    method: 'POST',
    path: '/api/environments/{name}/rollback-plan',
    summary: 'What a rollback would do; writes nothing',
    params: environment,
    body: rollbackPlanRequestSchema,
    status: 200,
    answer: movePlanSchema,
    refusals: [404, 422],
  },
  rollBack: {
    method: 'POST',
    path: '/api/environments/{name}/rollbacks',
    summary: 'Rolls back to the last successfully deployed version and puts the tag on hold',
    params: environment,
    body: moveRequestSchema,
    status: 201,
    answer: moveSchema,
    refusals: [404, 409, 422],
  },
  redeploy: {
    method: 'POST',
    path: '/api/environments/{name}/redeployments',
    summary: 'Redeploys the current version',
    params: environment,
    body: redeployRequestSchema,
    status: 201,
    answer: redeployResultSchema,
    refusals: [404, 409, 422],
  },
  hold: {
    method: 'PUT',
    path: '/api/environments/{name}/hold',
    summary: 'Puts the tag on hold',
    params: environment,
    body: holdRequestSchema,
    status: 200,
    answer: holdAnswerSchema,
    refusals: [404, 422],
  },
  removeHold: {
    method: 'DELETE',
    path: '/api/environments/{name}/hold',
    summary: 'Removes the hold',
    params: environment,
    body: unholdRequestSchema,
    status: 200,
    answer: holdAnswerSchema,
    refusals: [404, 409, 422],
  },
  getOpenApi: {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    status: 200,
    answer: 'document',
  },
} satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;

import { operations } from '@sluice/contract';
import type { ReleaseContext } from '@sluice/release';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Console } from '../console/console';
import {
  acceptRelease,
  redeployEnvironment,
  rollBackEnvironment,
  hold,
  planPromotionOf,
  planRollbackOf,
  promote,
  rejectRelease,
  unhold,
} from '../use-cases/moves';
import { requireEnvironment, requireMayMove, requireMayReject } from './permissions';
import { serve } from './serve';

/** Plans, which everybody who is signed in may look at, and operations, which their promoters may do. */
export function addMoving(app: FastifyInstance, console: Console): void {
  const { settings } = console;
  const exists = ({ params }: { params: { name: string } }) => void requireEnvironment(settings, params.name);
  const mayMove = ({ params, request }: { params: { name: string }; request: FastifyRequest }) =>
    requireMayMove(request.person, settings, params.name);
  const mayReject = ({ request }: { request: FastifyRequest }) => requireMayReject(request.person, settings);

  /** Does it in the person's name; whatever comes of it, whoever looks next sees what is there then. */
  const act = async <T>(
    { person }: FastifyRequest,
    environment: string | undefined,
    action: (context: ReleaseContext) => Promise<T>,
  ): Promise<T> => {
    const touched = environment === undefined ? [] : requireEnvironment(settings, environment).environments;
    try {
      return await action(console.act(person?.name ?? ''));
    } finally {
      console.changed(touched);
    }
  };

  serve(app, operations.planPromotion, {
    isCostly: true,
    allow: exists,
    handle: ({ params: { name }, body, request }) =>
      planPromotionOf(console.act(request.person?.name ?? ''), name, body),
  });

  serve(app, operations.promote, {
    allow: mayMove,
    handle: ({ params: { name }, body, request }) =>
      act(request, name, (context) => promote(context, name, body)),
  });

  serve(app, operations.planRollback, {
    isCostly: true,
    allow: exists,
    handle: ({ params: { name }, body, request }) =>
      planRollbackOf(console.act(request.person?.name ?? ''), name, body),
  });

  serve(app, operations.rollBack, {
    allow: mayMove,
    handle: ({ params: { name }, body, request }) =>
      act(request, name, (context) => rollBackEnvironment(context, name, body)),
  });

  serve(app, operations.redeploy, {
    allow: mayMove,
    handle: ({ params: { name }, body, request }) =>
      act(request, name, (context) => redeployEnvironment(context, name, body)),
  });

  serve(app, operations.hold, {
    allow: mayMove,
    handle: ({ params: { name }, body: { reason }, request }) =>
      act(request, name, (context) => hold(context, name, reason)),
  });

  serve(app, operations.removeHold, {
    allow: mayMove,
    handle: ({ params: { name }, body: { reason }, request }) =>
      act(request, name, (context) => unhold(context, name, reason)),
  });

  serve(app, operations.rejectRelease, {
    allow: mayReject,
    handle: ({ params: { commit }, body: { reason }, request }) =>
      act(request, undefined, (context) => rejectRelease(context, commit, reason)),
  });

  serve(app, operations.acceptRelease, {
    allow: mayReject,
    handle: ({ params: { commit }, body: { reason }, request }) =>
      act(request, undefined, (context) => acceptRelease(context, commit, reason)),
  });
}

import type { Deployment } from '@sluice/contract';
import type { WatchRequest } from './request';
import { PipelineWatch } from './watch-pipeline';

/**
 * Follows one version of a tag through every pipeline that watches it, until each has come to an end. It succeeded
 * only where on each of them the execution that carries this version did. Never rejects for what AWS or the network
 * say: that is an end too, in the result.
 */
export async function watchDeployment(request: WatchRequest): Promise<Deployment> {
  const results = await Promise.all(
    request.environments.map((environment) => new PipelineWatch(request, environment).result()),
  );
  const { tag, commit, versionId } = request;
  const succeeded = results.length > 0 && results.every(({ end }) => end.kind === 'succeeded');
  return { tag, commit, versionId, succeeded, results };
}

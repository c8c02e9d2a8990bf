import type { BuildContext } from '../index';
import { pipelineDefinition } from './pipeline-cloud';

/** A build that waits until it is let go, so that an execution can be caught in the act. */
export function heldBuild() {
  const held: { context: BuildContext; go: () => void }[] = [];
  const { build } = pipelineDefinition('stage');
  return {
    held,
    definition: pipelineDefinition('stage', {
      build: async (context) => {
        await new Promise<void>((resolve, reject) => {
          held.push({ context, go: resolve });
          context.signal.addEventListener('abort', () => reject(new Error('The build was interrupted.')));
        });
        return build(context);
      },
    }),
  };
}

import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import type { SourceFile } from '@sluice/archive';
// An internal of Nx, allowed by its `exports` and used in this file only: no public API tells which files a hash saw.
import { HashPlanInspector } from 'nx/src/hasher/hash-plan-inspector';

/** Exactly the workspace files that Nx hashed for the task that runs now, under their workspace paths. */
export async function hashedFiles(context: ExecutorContext): Promise<SourceFile[]> {
  const { projectName: project = '', targetName: target = '', configurationName: configuration } = context;
  const inspector = new HashPlanInspector(context.projectGraph, context.root, context.nxJsonConfiguration);
  await inspector.init();
  const inputs = inspector.inspectTaskInputs({ project, target, configuration });
  const task = [project, target, configuration].filter(Boolean).join(':');
  return (inputs[task]?.files ?? []).map((path) => ({ path, file: join(context.root, path) }));
}

import type { CreateNodesV2, PostTasksExecution, PreTasksExecution } from '@nx/devkit';

/** The name under which Nx reports what this plugin infers. */
export declare const name: 'nx-sluice';

/** Adds the files of each asset to the inputs of the target that packs them. */
export declare const createNodes: CreateNodesV2;

/** The same, under the name that Nx 22 and earlier versions ask for. */
export declare const createNodesV2: CreateNodesV2;

/** Refuses to publish uncommitted changes before anything is built. */
export declare const preTasksExecution: PreTasksExecution;

/** Prints what `nx affected` and `nx run-many` published. */
export declare const postTasksExecution: PostTasksExecution;

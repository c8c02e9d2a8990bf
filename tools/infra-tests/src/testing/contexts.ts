import dispatched from './events/workflow-dispatch.json';
import merged from './events/workflow-run.json';
import type { Contexts } from './expressions';

/** What a hostile branch, subject or input holds: every way of a shell to run something, at once. */
export const hostile = 'x"; touch pwned; $(touch pwned) `touch pwned` #${IFS}\'';

export function contexts(event: object, inputs: object = {}): Contexts {
  return {
    github: { event, server_url: 'https://github.com', repository: 'acme/shop', token: 'token' },
    vars: { AWS_REGION: 'us-east-1', SLUICE_BUCKET: '' },
    job: { status: 'success' },
    inputs,
  };
}

/** CI succeeded on a commit of main. */
export function mergeOf(sha: string): Contexts {
  return contexts({ ...merged, workflow_run: { ...merged.workflow_run, head_sha: sha } });
}

/** A person runs Deploy. */
export function dispatchOf(inputs: Partial<typeof dispatched.inputs>): Contexts {
  return contexts({}, { ...dispatched.inputs, ...inputs });
}

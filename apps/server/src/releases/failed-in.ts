import type { EnvironmentSettings, Pipelines, ReleaseContext } from '@sluice/release';
import type { TagHistories } from './tag-pasts';

/** As many as the board asks for, so that both share one answer. */
const executionsToAsk = 100;

/** Which of the environments that had a commit never ran it: its deployment failed there, and none succeeded. */
export async function failedIn(
  { settings, pipelines }: Pick<ReleaseContext, 'settings'> & { pipelines?: Pick<Pipelines, 'executions'> },
  pasts: Pick<TagHistories, 'versionsOf'>,
  commit: string,
  been: readonly string[],
): Promise<string[]> {
  const hasFailed = async ({ tag, pipeline }: EnvironmentSettings) => {
    const versions = pasts.versionsOf(tag, commit);
    // What the pipeline cannot tell is not said.
    const executions = (await pipelines?.executions(pipeline, executionsToAsk).catch(() => [])) ?? [];
    const ends = executions
      .filter(({ sourceRevisions: [source] }) => source !== undefined && versions.has(source.revisionId))
      .map(({ status }) => status);
    return ends.includes('Failed') && !ends.includes('Succeeded');
  };
  const environments = settings.environments.filter(({ name }) => been.includes(name));
  const failed = await Promise.all(environments.map(hasFailed));
  return environments.filter((_one, at) => failed[at]).map(({ name }) => name);
}

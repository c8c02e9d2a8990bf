import { parse } from 'yaml';
import { readText } from './repository';

interface Buildspec {
  phases: Record<string, { commands: string[] }>;
  artifacts: { 'base-directory': string; files: string[] };
}

export const buildspec = parse(readText('aws/buildspec.yaml')) as Buildspec;

/**
 * The buildspec as one bash script with CodeBuild's rules: one shell for all commands, a failed command ends its
 * phase, post_build runs nevertheless and learns of it from CODEBUILD_BUILD_SUCCEEDING.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export function buildspecScript(): string {
  const lines = ['export CODEBUILD_BUILD_SUCCEEDING=1', 'status=0'];
  for (const [name, phase] of Object.entries(buildspec.phases)) {
    const runs = name === 'post_build' ? 'true' : '[[ $CODEBUILD_BUILD_SUCCEEDING == 1 ]]';
    lines.push(`if ${runs}; then :`, 'while true; do :');
    for (const command of phase.commands) {
      lines.push(command.trimEnd(), '(exit $?) || { status=1; CODEBUILD_BUILD_SUCCEEDING=0; break; }');
    }
    lines.push('break; done; fi');
  }
  return [...lines, 'exit $status', ''].join('\n');
}

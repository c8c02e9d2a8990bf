import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readTemplate } from './template';

interface Buildspec {
  env: { shell: string; 'exported-variables'?: string[] };
  phases: Record<string, { commands: string[] }>;
  artifacts?: { 'base-directory': string; files: string[] };
}

/** What a CodeBuild project of aws/pipeline.yml runs. */
export function buildspecOf(project: 'Build' | 'Finish'): Buildspec {
  const { Source } = readTemplate('aws/pipeline.yml').Resources[project]?.Properties as {
    Source: { BuildSpec: string };
  };
  return parse(Source.BuildSpec) as Buildspec;
}

/**
 * How CodeBuild runs the commands of a phase. Its guide says "one shell"; what it runs writes each command into a script
 * of its own, which carries over the directory and the exported variables and nothing else (aws/aws-cdk#26694, and
 * ExecuteCommand in aws/codecatalyst-runner-cli). So a buildspec must be right under both.
 */
export const shells = ['one process per command', 'one shell for all'] as const;
export type Shell = (typeof shells)[number];

export interface BuildOutcome {
  status: number | null;
  output: string;
  /** The values of the exported variables, where the build came through. */
  exported: Record<string, string>;
}

const keep = 'export -p > "$CODEBUILD_STATE/env.sh"; pwd > "$CODEBUILD_STATE/directory"';

function scriptsFor(commands: string[], shell: Shell): string[] {
  const orEnd = '(exit $?) || exit';
  if (shell === 'one shell for all')
    return [[...commands.flatMap((command) => [command, orEnd]), keep].join('\n')];
  const resume = 'cd "$(cat "$CODEBUILD_STATE/directory")"\nset -a\n. "$CODEBUILD_STATE/env.sh"';
  return commands.map((command) => `${resume}\n${command}\n${orEnd}\n${keep}`);
}

/** Runs a buildspec's commands in a folder; the first that fails ends it. */
export async function runBuildspec(
  { phases, env: { 'exported-variables': exported = [] } }: Buildspec,
  shell: Shell,
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<BuildOutcome> {
  const state = mkdtempSync(join(tmpdir(), 'sluice-codebuild-'));
  try {
    writeFileSync(join(state, 'env.sh'), '');
    writeFileSync(join(state, 'directory'), cwd);
    const commands = Object.values(phases).flatMap((phase) => phase.commands);
    const print = exported.map((name) => `printf '%s\\n' "${name}=$${name}"`).join('\n');
    let output = '';
    for (const script of scriptsFor(commands, shell)) {
      const outcome = await bash(script, cwd, { ...env, CODEBUILD_STATE: state });
      output += outcome.output;
      if (outcome.status !== 0) return { status: outcome.status, output, exported: {} };
    }
    const told = await bash(`. "$CODEBUILD_STATE/env.sh"\n${print}`, cwd, {
      PATH: env['PATH'] ?? '',
      CODEBUILD_STATE: state,
    });
    const lines = told.output.split('\n').filter(Boolean);
    const values = lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]);
    return { status: 0, output, exported: Object.fromEntries(values) };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

function bash(
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ status: number | null; output: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-c', script], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, output }));
  });
}

/** The commands of a buildspec as one text, for who reads shell. */
export function commandsOf(project: 'Build' | 'Finish'): string {
  return Object.values(buildspecOf(project).phases)
    .flatMap((phase) => phase.commands)
    .join('\n');
}

/** The text of an artifact's file. */
export function artifactText(source: string, name: string): string {
  return readFileSync(join(source, 'out', name), 'utf8');
}

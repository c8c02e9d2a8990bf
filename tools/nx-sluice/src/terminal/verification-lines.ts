import type { Verification } from '@sluice/contract';
import { shortSha } from './text';

/** What the provenance says, one line for each fact. */
export function verificationLines({ subject, provenance, trust, keyId }: Verification): string[] {
  const signed = {
    trusted: `by a trusted key, ${keyId?.slice(0, 12)}`,
    'not-checked': 'yes, and not checked: no key is trusted',
    unsigned: 'no',
    untrusted: 'by no trusted key',
  }[trust];
  if (provenance === undefined) return [subject.name, '  No provenance.'];
  const { commit, repository, builder, run, finishedAt, tasks, unproved } = provenance;
  const facts: [string, string | undefined][] = [
    ['Archive', provenance.name],
    ['Digest', provenance.digest],
    ['SHA-256', provenance.sha256],
    ['Commit', commit],
    ['Repository', repository],
    ['Built by', builder],
    ['Run', run],
    ['Published', finishedAt],
    ['Not checked', unproved.length === 0 ? undefined : `against git, because of ${unproved.join(' and ')}`],
    ['Signed', signed],
  ];
  const told = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(12)}${value}`],
  );
  return [subject.name, ...told, ...(tasks ?? []).map((task) => `  ${'Task'.padEnd(12)}${taskLine(task)}`)];
}

type Task = NonNullable<NonNullable<Verification['provenance']>['tasks']>[number];

function taskLine({ task, hash, outcome, namespace, commit, run }: Task): string {
  const maker = [commit && shortSha(commit), run].filter(Boolean).join(', ');
  const from = `restored from ${namespace}${maker === '' ? '' : `, built by ${maker}`}`;
  const how = { built: 'built in that run', restored: from, unknown: 'built or restored' }[outcome];
  return `${task} ${hash}: ${how}`;
}

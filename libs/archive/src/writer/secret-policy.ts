import picomatch from 'picomatch';
import { ArchiveError } from '../errors';
import { quoted } from '../paths/printable';
import type { SecretFinding } from './secret-scanner';

const namedAtMost = 5;

/** What may not leave the machine, less what `allowSecrets` (globs on archive paths) lets through. */
export class SecretPolicy {
  private readonly findings: SecretFinding[] = [];
  /** Whether the file at this archive path may hold what looks like a secret. */
  readonly allows: (path: string) => boolean;

  constructor(allowSecrets: readonly string[]) {
    this.allows = allowSecrets.length > 0 ? picomatch([...allowSecrets], { dot: true }) : () => false;
  }

  add(findings: readonly SecretFinding[]): void {
    this.findings.push(...findings);
  }

  /** @throws {ArchiveError} naming the files in which something like a secret was seen, and never what was seen. */
  refuseFindings(): void {
    if (this.findings.length === 0) return;
    const named = this.findings
      .slice(0, namedAtMost)
      .map(({ path, kind, line }) => `${quoted(path)} (${kind}, line ${line})`)
      .join(', ');
    const more = this.findings.length - namedAtMost;
    throw new ArchiveError(
      `Possible secret in ${named}${more > 0 ? ` and ${more} more` : ''}.`,
      'Remove and revoke it, or list the file in "allowSecrets" if it is not a secret.',
    );
  }
}

import picomatch from 'picomatch';
import { ArchiveError } from '../errors';
import { quoted } from '../paths/printable';
import { isEnvironmentFile } from './refusals';
import { type SecretFinding, SecretScanner } from './secret-scanner';
import type { Inspector } from './source-content';

const namedAtMost = 5;

/** What may not leave the machine, less what `allowSecrets` (globs on archive paths) lets through. */
export class SecretPolicy {
  private readonly findings: SecretFinding[] = [];
  private readonly allowed: (path: string) => boolean;

  constructor(allowSecrets: readonly string[]) {
    this.allowed = allowSecrets.length > 0 ? picomatch([...allowSecrets], { dot: true }) : () => false;
  }

  /** @throws {ArchiveError} when the file, by the name it has or by the one it is packed under, is an environment file. */
  refuseEnvironmentFile(path: string, file: string): void {
    if (this.allowed(path) || !(isEnvironmentFile(path) || isEnvironmentFile(file))) return;
    throw new ArchiveError(
      `${quoted(path)} is an environment file, and such files hold secrets.`,
      'Leave it out with "ignore", or name it in "allowSecrets" if it holds none.',
    );
  }

  inspector(path: string): Inspector | undefined {
    return this.allowed(path) ? undefined : new SecretScanner(path, (finding) => this.findings.push(finding));
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
      `What looks like a secret is in ${named}${more > 0 ? ` and ${more} more` : ''}.`,
      'Take it out and revoke it, or name the file in "allowSecrets" if it is none.',
    );
  }
}

import type { lintSource } from '@secretlint/core';
import { extname } from 'node:path';
import { TextDecoder } from 'node:util';
import { mayHoldSecret } from './secret-hints';

/** Where something that looks like a secret was seen. Never the secret. */
export interface SecretFinding {
  path: string;
  /** What kind, as secretlint names its rules: `aws`, `github`, `privatekey`, … */
  kind: string;
  /** From 1. */
  line: number;
}

const windowLength = 256 * 1024;
/** Longer than the longest thing that a rule matches: a private key of 10,000 characters. */
const overlap = 16 * 1024;
const sniffedBytes = 8000;

/** Private keys that the preset lets through: encrypted ones, and those with header lines (RFC 1421) in them. */
const privateKey =
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[rn])*(?:(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash): [^\r\n\\]{0,200}(?:\s|\\[rn])*){0,8}[A-Za-z0-9+/]{40}/;

/**
 * The preset's rule that obeys "secretlint-disable" comments. Here it would let any bundled dependency switch the scan
 * off; `allowSecrets` is the one way.
 */
const obeysComments = '@secretlint/secretlint-rule-filter-comments';

type Config = Parameters<typeof lintSource>[0]['options']['config'];
type Lint = (content: string, path: string) => ReturnType<typeof lintSource>;

let loading: Promise<Lint> | undefined;

/** Loaded when first needed, and once: the rules take a quarter of a second, and readers of archives never need them. */
function loadSecretRules(): Promise<Lint> {
  return (loading ??= loadSecretlint());
}

async function loadSecretlint(): Promise<Lint> {
  const [core, preset, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It keeps every mark of every scan for ever, and searches them all at each: time would grow with the square of files.
  secretLintProfiler.mark = () => undefined;
  const rules = preset.rules.filter(({ meta }) => meta.id !== obeysComments);
  const config: Config = { rules: rules.map((rule) => ({ id: rule.meta.id, rule })) };
  return (content, path) =>
    core.lintSource({
      source: { content, filePath: path, ext: extname(path), contentType: 'text' },
      options: { config, maskSecrets: true, noPhysicFilePath: true },
    });
}

/** Looks for private keys and tokens in one file as it streams by, in windows that overlap. Binary files are skipped. */
export class SecretScanner {
  private decoder: TextDecoder | undefined;
  private started = false;
  private text = '';
  private linesBefore = 0;
  private found = false;

  constructor(
    private readonly path: string,
    private readonly report: (finding: SecretFinding) => void,
  ) {}

  /** Whether a file, read as a whole, is worth {@link scanWhole}: hardly any is. */
  mayFind(content: Buffer): boolean {
    const encoding = encodingOf(content);
    if (!encoding) return false;
    // What is looked for is ASCII, which no decoder of UTF-8 makes out of other bytes, or makes other text of.
    return encoding !== 'utf-8' || mayHoldSecret(content.toString('latin1'), this.path);
  }

  async scanWhole(content: Buffer): Promise<void> {
    await this.push(content);
    await this.end();
  }

  async push(chunk: Buffer): Promise<void> {
    if (!this.started) this.decoder = decoderFor(chunk);
    this.started = true;
    if (!this.decoder || this.found) return;
    this.text += this.decoder.decode(chunk, { stream: true });
    if (this.text.length < windowLength) return;
    await this.scan();
    const dropped = this.text.length - overlap;
    this.linesBefore += countLines(this.text, dropped);
    this.text = this.text.slice(dropped);
  }

  async end(): Promise<void> {
    if (!this.decoder || this.found) return;
    this.text += this.decoder.decode();
    await this.scan();
    this.text = '';
  }

  private async scan(): Promise<void> {
    if (!mayHoldSecret(this.text, this.path)) return;
    const lint = await loadSecretRules();
    const { messages } = await lint(this.text, this.path);
    const [first] = messages;
    const key = privateKey.exec(this.text);
    if (first) this.finding(first.ruleId.replace(/^.*secretlint-rule-/, ''), first.range[0]);
    else if (key) this.finding('privatekey', key.index);
  }

  private finding(kind: string, index: number): void {
    this.found = true;
    this.text = this.text.slice(0, index);
    this.report({ path: this.path, kind, line: this.linesBefore + countLines(this.text, index) + 1 });
    this.text = '';
  }
}

function decoderFor(start: Buffer): TextDecoder | undefined {
  const encoding = encodingOf(start);
  return encoding && new TextDecoder(encoding);
}

/** By the rule that git uses, a NUL early in the file makes it binary; UTF-16 text says so by its byte order mark. */
function encodingOf(start: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return start.subarray(0, sniffedBytes).includes(0) ? undefined : 'utf-8';
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

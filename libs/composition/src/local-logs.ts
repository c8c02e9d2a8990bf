import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ExecutionLog, Pipelines } from '@sluice/release';

/** Bytes at the end of a log that are read. */
const longestTail = 256 * 1024;

/** The stages of local pipelines, as each line of a log names them. */
const form = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (Source|Build|Deploy) (.*)$/;

/**
 * Pipelines of this machine, whose executions name the file that they print to. To be used for the local cloud only: an
 * address that comes from elsewhere must open no file.
 */
export function withLocalLogs(pipelines: Pipelines): Pipelines {
  return {
    executions: (name, limit) => pipelines.executions(name, limit),
    actions: (name, executionId) => pipelines.actions(name, executionId),
    stages: (name) => pipelines.stages(name),
    sources: (name) => pipelines.sources(name),
    consoleUrl: (name, executionId) => pipelines.consoleUrl(name, executionId),
    start: (name, source) => pipelines.start(name, source),
    stop: (name, executionId, options) => pipelines.stop(name, executionId, options),
    async log(pipeline: string, executionId: string, lines: number): Promise<ExecutionLog | undefined> {
      const actions = await pipelines.actions(pipeline, executionId);
      const path = actions.map(({ url }) => logFile(url, executionId)).find((one) => one !== undefined);
      const tail = path === undefined ? undefined : await readTail(path);
      if (tail === undefined) return undefined;
      const all = parsed(tail.text);
      return { lines: all.slice(-lines), isTruncated: tail.isTruncated || all.length > lines };
    },
  };
}

/** Local pipelines keep the log of an execution in a file that is called like it; nothing else is read. */
function logFile(url: string | undefined, executionId: string): string | undefined {
  if (url === undefined || !URL.canParse(url) || !/^[0-9a-f-]{36}$/.test(executionId)) return undefined;
  const { protocol, pathname } = new URL(url);
  return protocol === 'file:' && pathname.endsWith(`/logs/${executionId}.log`)
    ? fileURLToPath(url)
    : undefined;
}

async function readTail(path: string): Promise<{ text: string; isTruncated: boolean } | undefined> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - longestTail);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return { text: start === 0 ? text : text.slice(text.indexOf('\n') + 1), isTruncated: start > 0 };
  } finally {
    await file.close();
  }
}

/** A line that does not begin with a time continues the one before it. */
function parsed(text: string): ExecutionLog['lines'] {
  const lines: ExecutionLog['lines'] = [];
  for (const line of text.split('\n')) {
    const [, at, stage, said] = form.exec(line) ?? [];
    if (at !== undefined && stage !== undefined) lines.push({ text: said ?? '', stage, at: new Date(at) });
    else if (line !== '') lines.push({ text: line, stage: lines.at(-1)?.stage });
  }
  return lines;
}

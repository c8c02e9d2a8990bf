import { readFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/** `<pid> <start time of that process> <thread>`: who holds a lock or left a temporary file. */
export const thisOwner = `${process.pid} ${startTime(process.pid) ?? 0} ${threadId}`;

/** Whether the process that wrote this mark still runs. */
export function ownerIsAlive(mark: string): boolean {
  const [pid = Number.NaN, start = 0] = mark.split(' ').map(Number);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Process ids are used again, in containers within seconds; the start time tells two of them apart.
  const actual = startTime(pid);
  if (actual === 'gone') return false;
  return actual === undefined || start === 0 || actual === start;
}

/**
 * Clock ticks since boot, where the kernel tells them (Linux, proc(5), field 22). A zombie is gone, though nobody has
 * fetched its exit code: in a container without an init process, nobody ever does.
 */
function startTime(pid: number): number | 'gone' | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : Number(fields[19]);
  } catch {
    return undefined;
  }
}

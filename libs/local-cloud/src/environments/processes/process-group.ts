/** Signals every process of the group that `leader` leads; whether there was anyone to signal. */
export function signalGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    // Windows knows no process groups: there the warden, which is the leader, ends its server itself.
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
    return true;
  } catch {
    return false;
  }
}

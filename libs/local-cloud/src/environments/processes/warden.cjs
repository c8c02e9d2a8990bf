// Runs one server and outlives neither it nor the process that asked for it: when the channel to that process breaks
// (it ended, or was killed outright), the server is asked to end, and then made to.
const { spawn } = require('node:child_process');

const groups = process.platform !== 'win32';

process.once('message', ({ file, args, cwd, env, graceMs }) => {
  const server = spawn(file, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  server.once('spawn', () => tell({ kind: 'started', pid: server.pid }));
  server.once('error', (error) => leave({ kind: 'refused', message: error.message }));
  server.once('exit', (code, signal) => leave({ kind: 'exited', code, signal }));
  process.once('disconnect', () => {
    signalAll(server, 'SIGTERM');
    setTimeout(() => signalAll(server, 'SIGKILL'), graceMs);
  });
});

// Signals are for the server, which is in the same group; the warden stays to see it end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.once('disconnect', () => {
  if (process.listenerCount('message') > 0) process.exit();
});

function leave(message) {
  tell(message, () => {
    // Whatever the server itself had started is in the group and must not stay behind.
    if (groups) process.kill(0, 'SIGKILL');
    process.exit();
  });
}

function signalAll(server, signal) {
  if (groups) process.kill(0, signal);
  else server.kill(signal);
}

function tell(message, done = () => undefined) {
  if (process.connected) process.send(message, done);
  else done();
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentDefinition, Version } from '../definition';

/**
 * Bodies of tiny servers: `http`, `port` and `version` are in scope. SIGTERM ends them at once, whatever they are at, so
 * that a request in flight is lost unless it was waited for.
 */
export const serverScripts = {
  healthy: `
    const server = http.createServer((request, response) => {
      if (request.url === '/healthz') return response.end(JSON.stringify({ digest: version }));
      if (request.url === '/slow') return setTimeout(() => response.end(version), 300);
      if (request.url === '/crash') return process.exit(9);
      if (request.url === '/env') return response.end(JSON.stringify(process.env));
      if (request.url === '/echo') {
        response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'x-method': request.method });
        return request.pipe(response);
      }
      response.end(version);
    });
    server.on('upgrade', (request, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: echo\\r\\nConnection: Upgrade\\r\\n\\r\\n');
      socket.pipe(socket);
    });
    server.listen(port, '127.0.0.1', () => console.log('listening as ' + version));`,
  failing: `
    console.log('reading configuration');
    console.error('Error: DATABASE_URL is not set');
    process.exit(3);`,
  silent: `
    console.log('warming up');
    http.createServer((request, response) => { response.statusCode = 503; response.end(); }).listen(port, '127.0.0.1');`,
  stubborn: `
    process.on('SIGTERM', () => console.log('not yet'));
    http.createServer((request, response) => response.end(JSON.stringify({ digest: version }))).listen(port, '127.0.0.1');`,
} as const;

/** Writes a version whose server runs `script`, into its own folder below `folder`. */
export function writeVersion(
  folder: string,
  id: string,
  script: string = serverScripts.healthy,
): Version & { variables: { digest: string } } {
  const own = join(folder, id);
  mkdirSync(own, { recursive: true });
  writeFileSync(
    join(own, 'server.cjs'),
    `const http = require('node:http');\nconst port = Number(process.env.PORT);\n` +
      `const version = ${JSON.stringify(id)};\n${script}\n`,
  );
  return { id, folder: own, variables: { digest: id } };
}

export function environmentDefinition(changes: Partial<EnvironmentDefinition> = {}): EnvironmentDefinition {
  return {
    name: 'stage',
    publicPort: 0,
    command: (folder) => ({ file: process.execPath, args: [join(folder, 'server.cjs')], env: {} }),
    healthPath: '/healthz',
    expect: ({ digest }) => ({ digest: digest ?? '' }),
    ...changes,
  };
}

// What the plugin of Nx asks the server of `sluice cache`. Not by `fetch`: Nx has loaded `node:http` already.
const { request } = require('node:http');

/** Sends a body, if there is one. @returns the body of a 200; nothing otherwise. Rejects where the server is away. */
function askCache(path, { body, timeoutMs }, env) {
  const { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token } = env;
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-length': body.length }) };
    const options = { method: body ? 'PUT' : 'GET', headers, signal: AbortSignal.timeout(timeoutMs) };
    const sent = request(new URL(path, server), options, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece)).once('error', reject);
      response.once('end', () => resolve(response.statusCode === 200 ? Buffer.concat(pieces) : undefined));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

module.exports = { askCache };

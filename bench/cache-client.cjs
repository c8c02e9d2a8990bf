// Plays Nx for bench/cache.ts: the program that `sluice cache` runs. Prints one JSON object.
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createReadStream, createWriteStream, readFileSync, statSync } = require('node:fs');
const { request } = require('node:http');
const { pipeline } = require('node:stream/promises');

const [large, target, count, rounds, aws] = process.argv.slice(2);
const { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token } =
  process.env;

function ask(method, hash, body, size) {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(size === undefined ? {} : { 'content-length': size }),
    };
    const sent = request(`${server}/v1/cache/${hash}`, { method, headers }, resolve);
    sent.on('error', reject);
    if (body === undefined) sent.end();
    else pipeline(body, sent).catch(reject);
  });
}

async function get(hash, to) {
  const response = await ask('GET', hash);
  if (response.statusCode !== 200) throw new Error(`GET ${hash}: ${response.statusCode}`);
  if (to !== undefined) return pipeline(response, createWriteStream(to, { highWaterMark: 4 * 2 ** 20 }));
  for await (const chunk of response) void chunk;
}

async function put(hash, body, size) {
  const response = await ask('PUT', hash, body, size);
  response.resume();
  if (response.statusCode !== 200) throw new Error(`PUT ${hash}: ${response.statusCode}`);
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Eight at a time, as Nx with eight tasks at a time. */
async function each(work) {
  let next = 0;
  const lane = async () => {
    while (next < Number(count)) await work(`${(next += 1)}`);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

const peakMegabytes = () =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8'))[1]) / 1024;

/** The same bytes by the AWS CLI. */
async function copy() {
  const from = `s3://${process.env.SLUICE_BUCKET}/cache/main/large`;
  const [code] = await once(
    spawn(aws, ['s3', 'cp', '--quiet', from, `${target}-copy`], { stdio: 'ignore' }),
    'exit',
  );
  if (code !== 0) throw new Error(`aws s3 cp ended with ${code}.`);
}

async function main() {
  const entry = Buffer.alloc(20_000, 'output');
  const small = {
    stored: await timed(() => each((hash) => put(hash, [entry], entry.length))),
    read: await timed(() => each((hash) => get(hash))),
    peakMegabytes: peakMegabytes(),
  };
  const stored = await timed(() => put('large', createReadStream(large), statSync(large).size));
  const read = [];
  const copied = [];
  await get('large', target);
  // In turns, because other work on the machine changes. Nx holds an entry in memory; the AWS CLI writes a file.
  for (let round = 0; round < Number(rounds); round += 1) {
    read.push(await timed(() => get('large')));
    if (aws !== undefined) copied.push(await timed(() => copy()));
  }
  process.stdout.write(
    JSON.stringify({ small, large: { stored, read, copied }, peakMegabytes: peakMegabytes() }),
  );
}

void main();

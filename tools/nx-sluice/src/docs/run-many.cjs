// One process that runs several command lines, one after the other, and prints how each ended. It is used for as many
// processes where none of them would open a bucket.
const { resolve } = require('node:path');

const commands = resolve(__dirname, '../../../../dist/nx-sluice/lib/cli.js');
const { main } = require(commands);

async function run(args) {
  const result = { stdout: '', stderr: '' };
  const before = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (text, ...rest) => {
      result[name] += text;
      // The command waits until what it printed has left.
      const written = rest.at(-1);
      if (typeof written === 'function') written();
      return true;
    };
  }
  await main(args);
  for (const name of ['stdout', 'stderr']) process[name].write = before[name];
  return { code: process.exitCode, ...result };
}

async function runAll(lines) {
  const ended = [];
  for (const args of lines) ended.push(await run(args));
  process.exitCode = 0;
  process.stdout.write(JSON.stringify(ended));
}

void runAll(JSON.parse(process.argv[2]));

const { execFileSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');

/**
 * Says what the tests left in the clone or in the home folder; in CI, where nobody else works, the run fails. Nx, npm,
 * compilers and browsers keep things below the home folder as they like, which would be the user's.
 */
module.exports = class UntouchedReporter {
  onRunStart() {
    this.before = new Set(found());
  }

  onRunComplete() {
    this.left = found().filter((entry) => !this.before.has(entry));
    if (this.left.length > 0) process.stderr.write(`${this.message}\n`);
  }

  getLastError() {
    return process.env.CI && this.left?.length > 0 ? new Error(this.message) : undefined;
  }

  get message() {
    return `While the tests ran, these were made in the clone or in the home folder: ${this.left.join(', ')}.`;
  }
};

function found() {
  const home = homedir();
  // Below .nx are the caches of each workspace, and below .cache and .config those of each program.
  const inHome = ['.', '.nx', '.cache', '.config'].flatMap((folder) =>
    namesIn(join(home, folder)).map((name) => join(home, folder, name)),
  );
  const status = execFileSync('git', ['status', '--porcelain'], {
    cwd: dirname(__dirname),
    encoding: 'utf8',
  });
  return [...inHome, ...status.split('\n').filter((line) => line.startsWith('??'))];
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

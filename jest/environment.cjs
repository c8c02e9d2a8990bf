const { createContext } = require('node:vm');
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { restore } = require('./baseline.cjs');

/**
 * Runs the suites of a process in the realm of that process, one after the other. Jest makes a new realm for each.
 *
 * So a package is loaded once per process and not once per suite (runtime.cjs), access to globals costs nothing, and an
 * error or array that Node makes is an `instanceof` what the suite calls so. What a suite changes in the realm is undone.
 * As in Jest, the modules of this workspace are evaluated again for each suite.
 */
module.exports = class SharedRealmEnvironment {
  constructor({ projectConfig: config }) {
    const global = globalThis;
    this.global = global;
    this.exitCode = process.exitCode;
    this.moduleMocker = new ModuleMocker(global);
    this.fakeTimers = new LegacyFakeTimers({
      config,
      global,
      moduleMocker: this.moduleMocker,
      timerConfig: { idToRef: (timer) => timer, refToId: (timer) => timer },
    });
    this.fakeTimersModern = new ModernFakeTimers({ config, global });
  }

  async setup() {}

  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    restore();
    process.exitCode = this.exitCode;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Jest compiles here what has an error of syntax, to explain it. Nothing runs here. */
  getVmContext() {
    return (this.context ??= createContext());
  }
};

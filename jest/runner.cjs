const { dirname, join } = require('node:path');
const { default: TestRunner } = require('jest-runner');
const { Worker } = require('jest-worker');
const ByProject = require('./by-project.cjs');

/** Runs one suite in a process of Jest. */
const testWorker = join(dirname(require.resolve('jest-runner')), 'testWorker.js');

/**
 * Gives each process of Jest the suites of one project after the other, as far as that keeps all busy. Jest gives each the
 * next suite, whichever it is, so that soon all have loaded the packages of all projects. Those of the client alone are
 * three seconds and 200 MB, and the more memory a process has, the longer it takes to start another.
 */
module.exports = class ProjectRunner extends TestRunner {
  /** Called with what happens, by the name of the event. */
  listeners = [];

  on(eventName, listener) {
    const ours = { eventName, listener };
    this.listeners.push(ours);
    const unsubscribe = super.on(eventName, listener);
    return () => {
      this.listeners = this.listeners.filter((one) => one !== ours);
      unsubscribe();
    };
  }

  async runTests(tests, watcher, options) {
    if (options.serial) return super.runTests(tests, watcher, options);

    const { maxWorkers } = this._globalConfig;
    const worker = this.startWorker(tests, maxWorkers);
    const waiting = new ByProject(tests);
    const lane = async (number) => {
      for (;;) {
        const test = watcher.isInterrupted() ? undefined : waiting.takeFor(number);
        if (test === undefined) return;
        await this.runTest(test, worker, number);
      }
    };
    const lanes = Promise.all(Array.from({ length: maxWorkers }, (_, number) => lane(number)));
    const interrupted = new Promise((done) => {
      watcher.on('change', (state) => state.interrupted && done());
    });
    try {
      await Promise.race([lanes, interrupted]);
    } finally {
      const { forceExited } = await worker.end();
      if (forceExited)
        console.error('A process of the tests did not exit by itself: one of them leaves something open.');
    }
  }

  /** The options are those of jest-runner, but for the key: the tests of a lane share a process. */
  startWorker(tests, numWorkers) {
    const { workerIdleMemoryLimit, workerGracefulExitTimeout } = this._globalConfig;
    const projects = new Map(tests.map(({ context }) => [context.config.id, context]));
    const serializableResolvers = [...projects.values()].map(({ config, moduleMap }) => ({
      config,
      serializableModuleMap: moduleMap.toJSON(),
    }));
    const worker = new Worker(testWorker, {
      computeWorkerKey: (_method, { lane }) => `${lane}`,
      exposedMethods: ['worker'],
      forkOptions: { serialization: 'json', stdio: 'pipe' },
      idleMemoryLimit: workerIdleMemoryLimit ?? undefined,
      maxRetries: 3,
      numWorkers,
      setupArgs: [{ serializableResolvers }],
      workerGracefulExitTimeout,
    });
    worker.getStdout()?.pipe(process.stdout);
    worker.getStderr()?.pipe(process.stderr);
    return worker;
  }

  async runTest(test, worker, lane) {
    await this.tell('test-file-start', [test]);
    const { changedFiles, sourcesRelatedToTestsInChangedFiles } = this._context;
    const running = worker.worker({
      lane,
      config: test.context.config,
      // A set is no JSON.
      context: {
        ...this._context,
        changedFiles: changedFiles && [...changedFiles],
        sourcesRelatedToTestsInChangedFiles: sourcesRelatedToTestsInChangedFiles && [
          ...sourcesRelatedToTestsInChangedFiles,
        ],
      },
      globalConfig: this._globalConfig,
      path: test.path,
    });
    running.UNSTABLE_onCustomMessage(([eventName, args]) => this.tell(eventName, args));
    await running.then(
      (result) => this.tell('test-file-success', [test, result]),
      (error) => this.tell('test-file-failure', [test, error]),
    );
  }

  async tell(eventName, args) {
    const told = this.listeners.filter((one) => one.eventName === eventName);
    await Promise.all(told.map(({ listener }) => listener(args)));
  }
};

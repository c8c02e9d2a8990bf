const { expectedSeconds } = require('./sequencer.cjs');

/** What takes this long waits for processes that it starts, and loads little itself. */
const longSeconds = 40;

/** The tests that no process of Jest has begun yet. */
module.exports = class ByProject {
  /** The projects that each process has begun, by its number; each test is of a project, by the id of its configuration. */
  begun = new Map();

  /** @param tests in the order in which they are to begin */
  constructor(tests) {
    this.waiting = [...tests];
  }

  /** @returns the test that this process is to run next; undefined if none is left */
  takeFor(lane) {
    const long = this.waiting.find((test) => expectedSeconds(test) >= longSeconds);
    const test = long ?? this.ofProjectFor(lane);
    this.waiting = this.waiting.filter((other) => other !== test);
    return test;
  }

  /** One of a project that this process has begun; else of one that none has begun; else one that helps another process. */
  ofProjectFor(lane) {
    const ours = this.begun.get(lane) ?? new Set();
    const all = new Set([...this.begun.values()].flatMap((projects) => [...projects]));
    const test =
      this.waiting.find((one) => ours.has(projectOf(one))) ??
      this.waiting.find((one) => !all.has(projectOf(one))) ??
      this.waiting[0];
    if (test !== undefined) this.begun.set(lane, ours.add(projectOf(test)));
    return test;
  }
};

function projectOf({ context }) {
  return context.config.id;
}

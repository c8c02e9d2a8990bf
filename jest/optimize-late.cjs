const { setFlagsFromString } = require('node:v8');
const { isMainThread } = require('node:worker_threads');

// How much bytecode a function executes before V8 considers to optimize it: 20 times the default of Node 20. What runs for
// a second, be it a suite or a process of Nx, mostly ends before optimized code has saved what it took to compile it.
if (isMainThread) setFlagsFromString('--interrupt-budget=1500000');

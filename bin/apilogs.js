#!/usr/bin/env node
import {setFlagsFromString} from 'node:v8';

if (process.argv[2] === '__complete') {
  // Somebody waits with a finger on the tab key: nothing is loaded but what answers.
  const {complete} = await import('../build/src/completion/complete.js');
  process.stdout.on('error', () => {});
  process.stdout.write(complete(process.argv.slice(3), {env: process.env, now: Date.now()}));
} else {
  // Pages of events live long enough to be taken for lasting, and V8 lets such garbage triple the heap before it
  // collects it. Twice what is in use is enough: a third less memory, for 5 % more CPU.
  setFlagsFromString('--heap-growing-percent=100');
  await import('../build/src/cli.js');
}

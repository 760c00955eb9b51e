#!/usr/bin/env node
'use strict';

if (process.argv[2] === '__complete') {
  // Somebody waits with a finger on the tab key: nothing is loaded but what answers.
  // Whatever goes wrong, nothing may disturb the line that is being typed.
  process.on('uncaughtException', () => process.exit(1));
  const {complete} = require('../dist/complete.cjs');
  process.stdout.on('error', () => {});
  process.stdout.write(complete(process.argv.slice(3), {env: process.env, now: Date.now()}));
} else {
  require('../dist/cli.cjs');
}

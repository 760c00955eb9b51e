#!/usr/bin/env node
'use strict';

if (process.argv[2] === '__complete') {
  // Somebody waits with a finger on the tab key: nothing is loaded but what answers.
  // Whatever goes wrong, nothing may disturb the line that is being typed.
  process.on('uncaughtException', () => process.exit(1));
  const {complete} = require('../dist/complete.cjs');
  process.stdout.on('error', () => {});
  process.stdout.write(complete(process.argv.slice(3), {env: process.env, now: Date.now()}));
} else if (Number.parseInt(process.versions.node, 10) < 20) {
  // npm only warns of an older one, which fails somewhere in the middle.
  process.stderr.write(
    `apilogs: it needs Node.js 20.19 or newer, and this is ${process.versions.node}\n` +
      '  hint: install a newer one (https://nodejs.org), or put it first in PATH\n',
  );
  process.exitCode = 1;
} else {
  require('../dist/cli.cjs');
}

// Loaded by `--require` into the program: makes Node fail where the program cannot expect it, at its first call of AWS
// or, with a number in BREAK_AFTER, at a later one. A SIGUSR2 makes it throw at any time.
const http = require('node:http');
const net = require('node:net');

const {request} = http;
let callsLeft = Number(process.env.BREAK_AFTER ?? 0);

const ways = {
  exception: () => {
    setImmediate(() => {
      throw new TypeError(process.env.BREAK_MESSAGE ?? 'broken by the test');
    });
  },
  rejection: () => {
    Promise.reject(new TypeError('broken by the test'));
  },
  // A signal that comes before anything was asked.
  signal: () => {
    process.kill(process.pid, process.env.BREAK_SIGNAL);
  },
  // Nothing that is under way keeps the process alive.
  halt: () => {
    const {connect} = net.Socket.prototype;
    net.Socket.prototype.connect = function (...args) {
      return connect.apply(this, args).unref();
    };
    const {setTimeout} = globalThis;
    globalThis.setTimeout = (...args) => setTimeout(...args).unref();
  },
};

// When the test says so.
process.on('SIGUSR2', ways.exception);

http.request = (...args) => {
  callsLeft -= 1;
  if (callsLeft < 0) {
    callsLeft = Number.POSITIVE_INFINITY;
    ways[process.env.BREAK_BY]?.();
  }
  return request(...args);
};

if (process.env.BREAK_BY === 'patience') {
  // A run that was stopped is given all the time there is.
  const {setTimeout} = globalThis;
  globalThis.setTimeout = (then, ms, ...args) => setTimeout(then, ms === 900 ? 600_000 : ms, ...args);
}

if (process.env.BREAK_BY === 'completion') {
  Date.now = () => {
    setImmediate(ways.exception);
    throw new TypeError('broken by the test');
  };
}

// Loaded by `--require` into the program: makes Node fail where the program cannot expect it, at its first call of AWS
// or, with a number in BREAK_AFTER, at a later one.
const http = require('node:http');
const net = require('node:net');

const {request} = http;
let callsLeft = Number(process.env.BREAK_AFTER ?? 0);

const ways = {
  exception: () => {
    setImmediate(() => {
      throw new TypeError('broken by the test');
    });
  },
  rejection: () => {
    Promise.reject(new TypeError('broken by the test'));
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

http.request = (...args) => {
  callsLeft -= 1;
  if (callsLeft < 0) {
    callsLeft = Number.POSITIVE_INFINITY;
    ways[process.env.BREAK_BY]();
  }
  return request(...args);
};

if (process.env.BREAK_BY === 'completion') {
  Date.now = () => {
    setImmediate(ways.exception);
    throw new TypeError('broken by the test');
  };
}

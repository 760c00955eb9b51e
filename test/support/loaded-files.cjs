const http = require('node:http');
const {readFileSync, writeFileSync} = require('node:fs');

// Of the built program, the text of all that was loaded: in the end, or until the first request.
let first;
const loaded = () => Object.keys(require.cache).filter(path => path.includes('/dist/'));

if (process.env.UNTIL_FIRST_REQUEST) {
  const {request} = http;
  http.request = (...args) => {
    first ??= loaded();
    return request(...args);
  };
}

process.on('exit', () => {
  const files = first ?? loaded();
  writeFileSync(process.env.LOADED_FILES, files.map(path => readFileSync(path)).join(''));
});

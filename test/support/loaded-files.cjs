const {readFileSync, writeFileSync} = require('node:fs');

// Of the built program, the text of all that was loaded.
process.on('exit', () => {
  const files = Object.keys(require.cache).filter(path => path.includes('/dist/'));
  writeFileSync(process.env.LOADED_FILES, files.map(path => readFileSync(path)).join(''));
});

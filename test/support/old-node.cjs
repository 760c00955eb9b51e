// Loaded by `--require` into the program, which then takes Node for one that is too old.
Object.defineProperty(process, 'versions', {value: {...process.versions, node: '18.20.8'}});

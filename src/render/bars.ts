const blocks = [...' ▁▂▃▄▅▆▇█'];
/** By how dark they look. */
const ascii = [...' .:-=+*#@'];

/** One character a value, by its share of the greatest; anything above nothing shows. */
export function bars(values: readonly number[], unicode: boolean): string {
  const characters = unicode ? blocks : ascii;
  const most = values.reduce((greatest, value) => Math.max(greatest, value), 0);
  const steps = characters.length - 1;
  return values.map(value => characters[most === 0 ? 0 : Math.ceil((value / most) * steps)] ?? '').join('');
}

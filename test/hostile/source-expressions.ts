import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseAst} from 'rolldown/parseAst';

/** A regular expression in the source of the program. */
export interface SourceExpression {
  /** `src/time/duration.ts:14` */
  readonly place: string;
  readonly expression: RegExp;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The source files that are the program; the embedded AWS reads nothing that anybody else wrote. */
export const sourceFiles: readonly string[] = readdirSync(join(root, 'src'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter(path => path.endsWith('.ts') && !path.startsWith('local-aws'))
  .map(path => `src/${path}`)
  .sort();

/** Every literal of a regular expression, and every place where one is put together when the program runs. */
export function expressionsOf(path: string): {literals: SourceExpression[]; built: string[]} {
  const text = readFileSync(join(root, path), 'utf8');
  const literals: SourceExpression[] = [];
  const built: string[] = [];
  for (const node of nodesIn(parseAst(text, {lang: 'ts'}, path))) {
    const place = `${path}:${text.slice(0, Number(node.start)).split('\n').length}`;
    if (isRecord(node.regex)) {
      const {pattern, flags} = node.regex;
      literals.push({place, expression: new RegExp(String(pattern), String(flags))});
    }
    if (isRecord(node.callee) && node.callee.name === 'RegExp') built.push(place);
  }
  return {literals, built};
}

function* nodesIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesIn(item);
  } else if (isRecord(value)) {
    yield value;
    for (const child of Object.values(value)) yield* nodesIn(child);
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

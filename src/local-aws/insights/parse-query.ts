import type {Aggregate} from './aggregates.js';
import {parseExpression, parseRegExp, type Scope} from './parse-expression.js';
import {malformedQuery, QueryReader} from './query-reader.js';
import type {Expression, MadeField} from './row.js';

/** A column: its name, and what stands in it. */
export interface Column extends MadeField {
  readonly value: Expression;
  /** It is a field under its own name, which every row has already. */
  readonly isField: boolean;
}

export interface SortKey {
  readonly value: Expression;
  readonly isDescending: boolean;
}

/** What `parse` takes out of a text, in the order of the names; `undefined` where the text has another form. */
export type Extract = (text: string) => readonly (string | undefined)[] | undefined;

export type Command =
  | {readonly kind: 'fields' | 'display'; readonly columns: readonly Column[]}
  | {readonly kind: 'dedup'; readonly columns: readonly Column[]}
  | {readonly kind: 'filter'; readonly test: Expression}
  | {readonly kind: 'sort'; readonly keys: readonly SortKey[]}
  | {readonly kind: 'limit'; readonly count: number}
  | {
      readonly kind: 'parse';
      readonly source: Expression;
      readonly made: readonly MadeField[];
      readonly extract: Extract;
    }
  | {
      readonly kind: 'stats';
      readonly aggregates: readonly Aggregate[];
      readonly columns: readonly Column[];
      readonly by: readonly Column[];
    };

/** Which log groups a query names itself. */
export interface LogGroupSelection {
  readonly namePrefixes: readonly string[] | undefined;
  readonly classes: readonly string[];
}

export interface Query {
  readonly source: LogGroupSelection | undefined;
  readonly commands: readonly Command[];
}

/** Documented: no query gives more rows. */
export const maxRows = 100_000;

/**
 * Reads a query of the Logs Insights language; throws `MalformedQueryException` for one it does not understand.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function parseQuery(text: string): Query {
  const reader = new QueryReader(text);
  const source = reader.takeWord('source') ? parseSource(reader) : undefined;
  if (source && !reader.isAtEnd) reader.expectSymbol('|');
  const commands: Command[] = [];
  while (!reader.isAtEnd) {
    const start = reader.position;
    const command = parseCommand(reader);
    if (command.kind === 'stats') checkStats(commands, start, reader.position);
    commands.push(command);
    if (!reader.isAtEnd) {
      reader.expectSymbol('|');
      if (reader.isAtEnd) throw reader.unexpected();
    }
  }
  if (commands.length === 0 && !source) throw reader.unexpected();
  return {source, commands};
}

/** Documented: two `stats` at most. Observed: no field before them may be shown under its name and made anew. */
function checkStats(before: readonly Command[], start: number, end: number): void {
  if (before.filter(({kind}) => kind === 'stats').length === maxStats) {
    throw malformedQuery(`only ${maxStats} stats commands are allowed`, start, end);
  }
  const shown = new Set<string>();
  for (const {name, isField} of before.flatMap(command =>
    command.kind === 'fields' ? command.columns : [],
  )) {
    if (!isField && shown.has(name)) {
      throw malformedQuery(`Unknown symbols found in or after stats: ${name}`, start, end);
    }
    shown.add(name);
  }
}

const maxStats = 2;

function parseCommand(reader: QueryReader): Command {
  const error = reader.unexpected();
  const name = reader.take(/[A-Za-z]+/y)?.toLowerCase();
  switch (name) {
    case 'fields':
    case 'display':
    case 'dedup':
      return {kind: name, columns: parseColumns({reader})};
    case 'filter':
    case 'where':
      return {kind: 'filter', test: parseExpression({reader})};
    case 'sort':
      return {kind: 'sort', keys: parseSortKeys(reader)};
    case 'limit':
    case 'head':
      return {kind: 'limit', count: parseCount(reader)};
    case 'parse':
      return parseParse(reader);
    case 'stats':
      return parseStats(reader);
    default:
      throw error;
  }
}

function parseColumns(scope: Scope): Column[] {
  const columns: Column[] = [];
  do columns.push(parseColumn(scope));
  while (scope.reader.takeSymbol(','));
  return columns;
}

/** A column is named by `as`, else by what is written. */
function parseColumn(scope: Scope): Column {
  const {reader} = scope;
  const start = reader.position;
  const value = parseExpression(scope);
  const written = reader.textSince(start);
  const isNamed = reader.takeWord('as');
  const name = isNamed ? reader.expectName() : written.replaceAll('`', '');
  return {...fieldOf(reader, name), value, isField: !isNamed && fieldName.test(written)};
}

const fieldOf = (reader: QueryReader, name: string): MadeField => ({name, slot: reader.slotOf(name)});

const fieldName = /^(?:[A-Za-z_@][\w@.]*|`[^`]+`)$/;

function parseSortKeys(reader: QueryReader): SortKey[] {
  const keys: SortKey[] = [];
  do {
    // Observed: `sort bin(5m)` is refused; an alias of the column does it.
    const name = reader.expectName();
    const isDescending = reader.takeWord('desc');
    if (!isDescending) reader.takeWord('asc');
    keys.push({value: row => row.get(name), isDescending});
  } while (reader.takeSymbol(','));
  return keys;
}

function parseCount(reader: QueryReader): number {
  const error = reader.unexpected();
  const count = Number(reader.take(/\d+/y));
  if (!(count >= 1 && count <= maxRows)) throw error;
  return count;
}

/** `parse @message "[*] *" as level, text`, or `parse @message /(?<level>\w+)/`; the field may be left out. */
function parseParse(reader: QueryReader): Command {
  const field = reader.takeName() ?? '@message';
  const sourceSlot = reader.slotOf(field);
  const source: Expression = row => row.get(field, sourceSlot);
  const made = (names: readonly string[]) => names.map(name => fieldOf(reader, name));
  const error = reader.unexpected();
  const glob = reader.takeText();
  if (glob === undefined) {
    const pattern = parseRegExp(reader);
    const names = namedGroups(pattern);
    if (names.length === 0) throw error;
    return {kind: 'parse', source, made: made(names), extract: groupsOf(pattern, names)};
  }
  const names: string[] = [];
  if (reader.takeWord('as')) {
    do names.push(reader.expectName());
    while (reader.takeSymbol(','));
  }
  const pattern = globPattern(glob);
  // Documented: as many names as asterisks.
  if (names.length === 0 || glob.split('*').length - 1 !== names.length) throw error;
  return {kind: 'parse', source, made: made(names), extract: text => pattern.exec(text)?.slice(1)};
}

/** An asterisk takes as little as it can, one at the end takes the rest. */
function globPattern(glob: string): RegExp {
  const parts = glob.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`${parts.join('(.*?)')}${glob.endsWith('*') ? '$' : ''}`, 's');
}

const namedGroups = ({source}: RegExp) => Array.from(source.matchAll(groupName), ([, name = '']) => name);

const groupName = /(?<!\\)\(\?<([A-Za-z]\w*)>/g;

function groupsOf(pattern: RegExp, names: readonly string[]): Extract {
  const groupCount = (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1;
  if (groupCount === names.length) {
    // Without names the engine makes no object of them for every match, which takes as long as the match.
    const unnamed = new RegExp(pattern.source.replace(groupName, '('), pattern.flags);
    return text => unnamed.exec(text)?.slice(1);
  }
  return text => {
    const groups = pattern.exec(text)?.groups;
    return groups && names.map(name => groups[name]);
  };
}

function parseStats(reader: QueryReader): Command {
  const aggregates: Aggregate[] = [];
  const columns = parseColumns({reader, aggregates});
  const by = reader.takeWord('by') ? parseColumns({reader}) : [];
  return {kind: 'stats', aggregates, columns, by};
}

/**
 * `SOURCE logGroups(namePrefix: ['a', 'b'], class: ['STANDARD'])`
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html
 */
function parseSource(reader: QueryReader): LogGroupSelection {
  if (!reader.takeWord('logGroups')) throw reader.unexpected();
  reader.expectSymbol('(');
  let namePrefixes: readonly string[] | undefined;
  let classes: readonly string[] = ['STANDARD'];
  while (!reader.takeSymbol(')')) {
    if (reader.takeWord('namePrefix')) namePrefixes = parseTexts(reader);
    else if (reader.takeWord('class')) classes = parseTexts(reader);
    else throw reader.unexpected();
    reader.takeSymbol(',');
  }
  return {namePrefixes, classes};
}

function parseTexts(reader: QueryReader): string[] {
  reader.expectSymbol(':');
  reader.expectSymbol('[');
  const texts: string[] = [];
  do {
    const text = reader.takeText();
    if (text === undefined) throw reader.unexpected();
    texts.push(text);
  } while (reader.takeSymbol(','));
  reader.expectSymbol(']');
  return texts;
}

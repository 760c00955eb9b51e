import {type AccessField, fieldOfKey, parseAccessTemplate} from '../correlate/access-line.js';
import type {LogSource} from '../log-source.js';
import {asPattern, nameOfGroup} from './query-text.js';

/** What a value has to look like to be taken; one that is missing is written as `-`. */
const id = String.raw`[^\s"'{},<>()[\];]{2,200}`;
const count = String.raw`\d{1,9}`;
const path = String.raw`\/\S*`;

interface Wanted {
  readonly field: AccessField;
  /** Of the field in the query. */
  readonly name: string;
  readonly form: string;
  /** What may stand in front of it. */
  readonly before?: string;
}

/** The fields that are counted by, the names that queries have for them, and their forms. */
const wanted: readonly Wanted[] = [
  {field: 'requestId', name: 'accessRequestId', form: id},
  {field: 'extendedRequestId', name: 'accessExtendedId', form: id},
  {field: 'integrationRequestId', name: 'accessEndpointId', form: id},
  {field: 'authorizerRequestId', name: 'accessAuthorizerId', form: id},
  {field: 'traceId', name: 'accessTrace', before: '(?:Root=)?', form: id},
  {field: 'method', name: 'accessMethod', form: '[A-Za-z]{1,20}'},
  {field: 'path', name: 'accessPath', form: path},
  {field: 'resourcePath', name: 'accessResource', form: path},
  {field: 'status', name: 'accessStatus', form: count},
  {field: 'latencyMs', name: 'accessLatency', form: count},
];

/** `parse` commands that take an access log's lines apart, by the format of the stage. */
export interface AccessParse {
  readonly commands: readonly string[];
  /** Whether the format has this field. */
  readonly has: (field: AccessField) => boolean;
}

/**
 * Takes the line apart as its format was put together, a value reaching to the first character of the literal behind
 * it, and then takes the values that have the right form: `-` stands for none.
 *
 * @param line the field that holds the log group's name, a space and the line
 */
export function accessParse({logGroup, accessLogFormat}: LogSource, line: string): AccessParse {
  const start = `^${asPattern(nameOfGroup(logGroup))} `;
  const template = accessLogFormat === undefined ? undefined : parseAccessTemplate(accessLogFormat);
  if (!template) return jsonParse(start, line);
  const {literals, fields} = template;
  const known = wanted.filter(({field}) => fields.includes(field));
  const lastIndex = Math.max(...known.map(({field}) => fields.indexOf(field)));
  const values = fields.slice(0, lastIndex + 1).map((field, index) => {
    const wantedHere = known.find(one => one.field === field && fields.indexOf(one.field) === index);
    const value = upTo(literals[index + 1]);
    return asPattern(literals[index] ?? '') + (wantedHere ? `(?<${raw(wantedHere.name)}>${value})` : value);
  });
  return {
    commands: [`parse ${line} /${start}${values.join('')}/`, ...known.map(checkedValue)],
    has: field => fields.includes(field),
  };
}

/** Where the format is not known: the keys that the console's JSON format and common templates use. */
function jsonParse(start: string, line: string): AccessParse {
  const commands = wanted.flatMap(one => {
    const keys = Object.keys(fieldOfKey).filter(key => fieldOfKey[key] === one.field);
    const value = String.raw`^\{[\s\S]*"(?:${keys.join('|')})" ?: ?"?(?<${raw(one.name)}>[^",}]*)`;
    return [`parse accessLine /${value}/`, checkedValue(one)];
  });
  return {
    commands: [String.raw`parse ${line} /${start}(?<accessLine>[\s\S]*)/`, ...commands],
    has: () => true,
  };
}

const raw = (name: string) => `${name}Text`;

const checkedValue = ({name, before = '', form}: Wanted) =>
  `parse ${raw(name)} /^${before}(?<${name}>${form})$/`;

const upTo = (literal: string | undefined) =>
  literal ? `[^${asPattern(literal.charAt(0))}]*` : String.raw`\S*`;

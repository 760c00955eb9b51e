import {type AccessField, fieldOfKey, parseAccessTemplate} from '../correlate/access-line.js';
import type {LogSource} from '../log-source.js';
import {asPattern, nameOfGroup} from './query-text.js';

/** What a value has to look like to be taken; one that is missing is written as `-`. */
const id = String.raw`[^\s"'{},<>()[\];]{2,200}`;
const count = String.raw`\d{1,9}`;
const path = String.raw`\/[^\s"]*`;

/** The fields that are counted by, the names that queries have for them, and their forms. */
const wanted: readonly {readonly field: AccessField; readonly name: string; readonly form: string}[] = [
  {field: 'requestId', name: 'accessRequestId', form: id},
  {field: 'extendedRequestId', name: 'accessExtendedId', form: id},
  {field: 'integrationRequestId', name: 'accessEndpointId', form: id},
  {field: 'authorizerRequestId', name: 'accessAuthorizerId', form: id},
  {field: 'traceId', name: 'accessTrace', form: `(?:Root=)?${id}`},
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
 * One command for each field, for what becomes of a group that took no part in a match is not documented. A value
 * reaches to the first character of the literal behind it.
 *
 * @param line the field that holds the log group's name, a space and the line
 */
export function accessParse({logGroup, accessLogFormat}: LogSource, line: string): AccessParse {
  const start = `^${asPattern(nameOfGroup(logGroup))} `;
  const template = accessLogFormat === undefined ? undefined : parseAccessTemplate(accessLogFormat);
  if (!template) return jsonParse(start, line);
  const {literals, fields} = template;
  const commands = wanted.flatMap(({field, name, form}) => {
    const index = fields.indexOf(field);
    if (index < 0) return [];
    const before = fields
      .slice(0, index)
      .map((_, before) => asPattern(literals[before] ?? '') + upTo(literals[before + 1]))
      .join('');
    const after = literals[index + 1] || String.raw`\s*$`;
    const behind = literals[index + 1] ? asPattern(after) : after;
    return [
      `parse ${line} /${start}${before}${asPattern(literals[index] ?? '')}${captured(name, form)}${behind}/`,
    ];
  });
  return {commands, has: field => fields.includes(field)};
}

/** Where the format is not known: the keys that the console's JSON format and common templates use. */
function jsonParse(start: string, line: string): AccessParse {
  const commands = wanted.map(({field, name, form}) => {
    const keys = Object.keys(fieldOfKey).filter(key => fieldOfKey[key] === field);
    return String.raw`parse ${line} /${start}\{[\s\S]*"(?:${keys.join('|')})" ?: ?"?${captured(name, form)}["},]/`;
  });
  return {commands, has: () => true};
}

const captured = (name: string, form: string) =>
  form.startsWith('(?:Root=)?')
    ? `(?:Root=)?(?<${name}>${form.slice('(?:Root=)?'.length)})`
    : `(?<${name}>${form})`;

const upTo = (literal: string | undefined) => (literal ? `[^${asPattern(literal.charAt(0))}]*` : '.*');

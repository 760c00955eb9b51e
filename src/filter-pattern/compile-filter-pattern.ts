import type {Test} from './boolean-expression.js';
import {compileFieldPattern} from './field-pattern.js';
import {compileJsonPattern} from './json-pattern.js';
import {compileTermPattern} from './term-pattern.js';

const maxCached = 100;
const cache = new Map<string, Test<string>>();

/**
 * Gives the test that a CloudWatch Logs filter pattern stands for.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * Throws an InvalidFilterPattern for a pattern it does not understand. A pattern comes with every page
 * of a read, so it is compiled once.
 */
export function compileFilterPattern(pattern: string): Test<string> {
  const known = cache.get(pattern);
  if (known) return known;
  const test = compile(pattern);
  if (cache.size >= maxCached) cache.clear();
  cache.set(pattern, test);
  return test;
}

function compile(pattern: string): Test<string> {
  if (/^\s*\{/.test(pattern)) return compileJsonPattern(pattern);
  if (/^\s*\[/.test(pattern)) return compileFieldPattern(pattern);
  return compileTermPattern(pattern);
}

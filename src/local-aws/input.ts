import {AwsError, failedConstraint} from './aws-error.js';

/** A call's input as it came in: JSON members, or what path and query of a URL say. */
export type Members = Readonly<Record<string, unknown>>;

interface TextRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

interface NumberRule {
  readonly min?: number;
  readonly max?: number;
}

/** Reads the members of an input, each checked as the service model of AWS says. */
export class Input {
  readonly #members: Members;

  constructor(members: Members) {
    this.#members = members;
  }

  text(member: string, rule: TextRule = {}): string | undefined {
    const value = this.#members[member] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw wrongType(member, 'a string');
    return checkText(member, value, rule);
  }

  requiredText(member: string, rule: TextRule = {}): string {
    const value = this.text(member, rule);
    if (value === undefined) throw missing(member);
    return value;
  }

  texts(member: string, rule: NumberRule = {}): readonly string[] | undefined {
    const value = this.#members[member] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every(item => typeof item === 'string')) {
      throw wrongType(member, 'a list of strings');
    }
    checkLength(member, `[${value.join(', ')}]`, value.length, rule);
    return value;
  }

  list(member: string): readonly unknown[] {
    const value = this.#members[member] ?? undefined;
    if (value === undefined) throw missing(member);
    if (!Array.isArray(value)) throw wrongType(member, 'a list');
    return value;
  }

  /** A number, also where a URL's query spells it. */
  integer(member: string, {min, max}: NumberRule = {}): number | undefined {
    const raw = this.#members[member] ?? undefined;
    if (raw === undefined) return undefined;
    const value = typeof raw === 'string' && raw !== '' ? Number(raw) : raw;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(member, 'a number');
    if (min !== undefined && value < min) {
      throw failedConstraint(member, value, `Member must have value greater than or equal to ${min}`);
    }
    if (max !== undefined && value > max) {
      throw failedConstraint(member, value, `Member must have value less than or equal to ${max}`);
    }
    return Math.trunc(value);
  }

  flag(member: string): boolean | undefined {
    const value = this.#members[member] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'boolean') throw wrongType(member, 'a boolean');
    return value;
  }
}

function checkText(member: string, value: string, {min, max, pattern}: TextRule): string {
  checkLength(member, value, value.length, {
    ...(min === undefined ? {} : {min}),
    ...(max === undefined ? {} : {max}),
  });
  if (pattern && !pattern.test(value)) {
    const written = pattern.source.replace(/^\^|\$$/g, '');
    throw failedConstraint(member, value, `Member must satisfy regular expression pattern: ${written}`);
  }
  return value;
}

function checkLength(member: string, value: string, length: number, {min, max}: NumberRule): void {
  if (min !== undefined && length < min) {
    throw failedConstraint(member, value, `Member must have length greater than or equal to ${min}`);
  }
  if (max !== undefined && length > max) {
    throw failedConstraint(member, value, `Member must have length less than or equal to ${max}`);
  }
}

const missing = (member: string) => failedConstraint(member, 'null', 'Member must not be null');

const wrongType = (member: string, expected: string) =>
  new AwsError('SerializationException', `${member} must be ${expected}`);

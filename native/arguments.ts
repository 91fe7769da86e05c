import { types } from 'node:util';
import { NativeError } from './native-error.js';

/** Throws `bad-argument` unless `value` is an integer between `min` and `max`, both included. */
export function checkInteger(name: string, value: unknown, min: number, max: number): void {
  if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return;
  throw unexpected(`integer between ${min} and ${max}`, name, value);
}

/** Throws `bad-argument` unless `value` is a Uint8Array; Node's Buffer is one. */
export function checkBytes(name: string, value: unknown): void {
  if (!types.isUint8Array(value)) throw unexpected('Uint8Array', name, value);
}

/** The entry of `table` that `value` names; throws `bad-argument` when there is none. */
export function choose<T>(name: string, value: string, table: Readonly<Record<string, T>>): T {
  const entry = Object.hasOwn(table, value) ? table[value] : undefined;
  if (entry === undefined) throw unexpected(`one of ${Object.keys(table).join(', ')}`, name, value);
  return entry;
}

function unexpected(expectation: string, name: string, value: unknown): NativeError {
  return new NativeError('bad-argument', `Expected ${expectation} for ${name} but received ${describe(value)}`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return value.constructor?.name ?? 'an object';
}

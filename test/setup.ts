import { afterEach, beforeEach } from 'vitest';
import { compareBytes } from './compare-bytes.js';

compareBytes();

/**
 * A test that makes our code print to the console fails: in the app nobody would see it, and in a terminal it would land
 * in the middle of a program's output. A test that expects printing replaces the method itself.
 */
const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

const originals = methods.map((method) => [method, console[method]] as const);
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods) {
    console[method] = (...values: readonly unknown[]) => {
      printed.push(`console.${method}(${values.map(String).join(', ')})`);
    };
  }
});

afterEach(() => {
  for (const [method, original] of originals) console[method] = original;
  if (printed.length > 0) throw new Error(`This test printed to the console:\n${printed.join('\n')}`);
});

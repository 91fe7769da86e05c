import { expect } from 'vitest';

const TypedArray = Object.getPrototypeOf(Uint8Array);

/**
 * Whether two values are typed arrays of one kind with the same bytes; undefined, so that Vitest compares them itself, where they are not.
 * Vitest looks at each item as at the property of an object: a tenth of a second for 10,000 bytes, in hundreds of tests.
 */
export function haveSameBytes(one: unknown, other: unknown): true | undefined {
  if (!(one instanceof TypedArray) || !(other instanceof TypedArray)) return undefined;
  // Checked above: TypedArray has no type of its own.
  const [a, b] = [one as Uint8Array, other as Uint8Array];
  if (a.constructor !== b.constructor || a.byteLength !== b.byteLength) return undefined;
  return bytesOf(a).equals(bytesOf(b)) || undefined;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

const DONE = Symbol.for('bloscpack.compare-bytes');

/** Compares typed arrays by their bytes in every `expect` of this process, whose test files run one after the other. */
export function compareBytes(): void {
  if (DONE in globalThis) return;
  Object.defineProperty(globalThis, DONE, { value: true });
  expect.addEqualityTesters([haveSameBytes]);
}

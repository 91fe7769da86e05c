import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** In place of every value of the metadata, one at a time. */
const LIES: readonly Json[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e300,
  2 ** 53,
  2 ** 31,
  '',
  '../../../secret',
  '<f8',
  '|O',
  '|V2147483647',
  'a'.repeat(10_000),
  [],
  [0],
  [2 ** 40],
  [-1, -1],
  Array.from({ length: 100 }, () => 2),
  [['a', '<f8', [2 ** 20, 2 ** 20]]],
  {},
  { id: 'blosc' },
  { name: 'sharding_indexed', configuration: { chunk_shape: [1], codecs: [], index_codecs: [] } },
];

/** The value with one of its parts, itself included, replaced by each lie. */
export function* withLies(value: Json): Generator<Json> {
  yield* LIES;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const lie of withLies(item)) yield value.with(index, lie);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) for (const lie of withLies(item)) yield { ...value, [key]: lie };
  }
}

/** Writes files of JSON or bytes below a folder. */
export function put(folder: string, files: { readonly [key: string]: Json | Uint8Array }): void {
  for (const [key, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), content instanceof Uint8Array ? content : JSON.stringify(content));
  }
}

import { readFileSync } from 'node:fs';
import { npyArray } from '../../../../electron/engine/arrays/npy-array.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import type { Dataset } from '../../../../electron/exchange/dataset.js';
import { zarr } from '../../../../electron/exchange/zarr/formats.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';

/** dtype, shape, order and items of an array of a store, as a text to compare. */
export async function contentOf(path: string, name?: string): Promise<string> {
  const dataset = await zarr.open(path, name, {});
  try {
    return describeContent(dataset.spec, await itemsOf(dataset));
  } finally {
    await dataset.close();
  }
}

/** The same of a `.npy` file. */
export async function npyContent(path: string): Promise<string> {
  const { reader, startByte, spec, facts } = await npyArray(memoryReader(readFileSync(path)));
  return describeContent(spec, await reader.readAt(startByte, facts.sizeBytes));
}

/** Without the order where C and F are the same. */
function describeContent({ dtype, shape, order }: ArraySpec, bytes: Uint8Array): string {
  const hasOrder = !shape.includes(0) && shape.filter((length) => length > 1).length > 1;
  const facts = [dtypeDescrRepr(dtype), shape.join(), hasOrder ? order : ''];
  return `${facts.join(' ')} ${Buffer.from(bytes).toString('base64')}`;
}

export async function itemsOf(dataset: Dataset): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await dataset.read({})).pieces()) pieces.push(piece.slice());
  await dataset.requireUnchanged();
  return Buffer.concat(pieces);
}

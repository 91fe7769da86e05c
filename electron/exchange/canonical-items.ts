import type { Dtype, ScalarDtype } from '../../shared/format/numpy/dtype.js';

/** The dtype with all numbers little-endian. */
export function canonicalDtype(dtype: Dtype): Dtype {
  switch (dtype.kind) {
    case 'scalar':
      return dtype.byteOrder === '>' ? { ...dtype, byteOrder: '<' } : dtype;
    case 'struct':
      return { ...dtype, fields: dtype.fields.map((field) => ({ ...field, dtype: canonicalDtype(field.dtype) })) };
    case 'subarray':
      return { ...dtype, base: canonicalDtype(dtype.base) };
  }
}

/**
 * The bytes of whole items with all numbers little-endian, and with zeros in the unused bytes of structures, which are no values. The
 * same memory where that changes nothing, else a copy.
 */
export function canonicalItems(dtype: Dtype, items: Uint8Array): Uint8Array {
  if (isCanonical(dtype)) return items;
  const bytes = Buffer.from(items);
  if (dtype.kind === 'scalar') swapUnits(bytes, unitBytes(dtype));
  else for (let at = 0; at < bytes.byteLength; at += dtype.itemsize) changeItem(dtype, bytes, at);
  return bytes;
}

function isCanonical(dtype: Dtype): boolean {
  if (dtype.itemsize === 0) return true;
  if (dtype.kind === 'scalar') return dtype.byteOrder !== '>';
  if (dtype.kind === 'subarray') return isCanonical(dtype.base);
  return dtype.fields.every((field) => !field.padding && isCanonical(field.dtype));
}

function changeItem(dtype: Dtype, bytes: Buffer, startByte: number): void {
  const endByte = startByte + dtype.itemsize;
  if (isCanonical(dtype)) return;
  if (dtype.kind === 'scalar') swapUnits(bytes.subarray(startByte, endByte), unitBytes(dtype));
  else if (dtype.kind === 'subarray') {
    for (let at = startByte; at < endByte; at += dtype.base.itemsize) changeItem(dtype.base, bytes, at);
  } else {
    for (const field of dtype.fields) {
      const at = startByte + field.offset;
      if (field.padding) bytes.fill(0, at, at + field.dtype.itemsize);
      else changeItem(field.dtype, bytes, at);
    }
  }
}

/** Bytes of a number: a complex number is two, a text one for each character. */
function unitBytes({ code, itemsize }: ScalarDtype): number {
  return code === 'c' ? itemsize / 2 : code === 'U' ? 4 : itemsize;
}

function swapUnits(bytes: Buffer, unit: number): void {
  if (unit === 2) bytes.swap16();
  else if (unit === 4) bytes.swap32();
  else if (unit === 8) bytes.swap64();
  else for (let at = 0; at < bytes.byteLength; at += unit) bytes.subarray(at, at + unit).reverse();
}

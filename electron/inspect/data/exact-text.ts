/** Values as numpy prints scalars, long doubles included. */
import { type Dtype, type ScalarDtype, scalarDtype, subarrayDtype } from '../../../shared/format/numpy/dtype.js';
import { decodeExtended } from '../../../shared/format/numpy/float-decode.js';
import { formatElement, readElement } from '../../../shared/format/numpy/values.js';
import { extendedText, extendedView, isSameAsDouble } from './extended-text.js';

/** Marks a text that was cut. */
export const CUT = '…';

/** The text of the value of `dtype` at `offset`. Strings, void items and lists are cut to the part that is in `bytes`. */
export function exactText(dtype: Dtype, bytes: Uint8Array, offset: number, maxBytes: number): string {
  if (dtype.kind === 'scalar' && isExtended(dtype)) return extendedValueText(dtype, bytes, offset);
  const shown = shownDtype(dtype, maxBytes);
  const text = formatElement(shown, readElement(shown, bytes, offset));
  return shown === dtype ? text : `${text}${CUT}`;
}

/** The dtype of the shown part of a value: its own, unless it is longer than `maxBytes`. */
export function shownDtype(dtype: Dtype, maxBytes: number): Dtype {
  if (dtype.itemsize <= maxBytes) return dtype;
  if (dtype.kind === 'scalar' && dtype.code !== 'V') {
    return scalarDtype(dtype.byteOrder, dtype.code, maxBytes - (maxBytes % 4), dtype.unit);
  }
  if (dtype.kind === 'subarray' && dtype.base.itemsize <= maxBytes) {
    return subarrayDtype(dtype.base, [Math.floor(maxBytes / dtype.base.itemsize)]);
  }
  return scalarDtype('|', 'V', maxBytes);
}

/** Long doubles, alone or as parts of a complex number. */
export function isExtended({ code, itemsize }: ScalarDtype): boolean {
  return (code === 'f' && itemsize > 8) || (code === 'c' && itemsize > 16);
}

/** Whether a double can stand for the value: not for a long double, or a part of a complex one, that is too large or too small. */
export function fitsDouble(dtype: ScalarDtype, bytes: Uint8Array, offset: number): boolean {
  if (!isExtended(dtype)) return true;
  const sizeBytes = dtype.code === 'c' ? dtype.itemsize / 2 : dtype.itemsize;
  const starts = dtype.code === 'c' ? [offset, offset + sizeBytes] : [offset];
  return starts.every((start) => {
    const view = extendedView(dtype, bytes, start, sizeBytes);
    return isSameAsDouble(view, decodeExtended(view, 0));
  });
}

function extendedValueText(dtype: ScalarDtype, bytes: Uint8Array, offset: number): string {
  if (dtype.code === 'f') return partText(dtype, bytes, offset, dtype.itemsize);
  const sizeBytes = dtype.itemsize / 2;
  const part = (at: number): string => partText(dtype, bytes, at, sizeBytes).replace(/\.0$/, '');
  const real = part(offset);
  const imaginary = part(offset + sizeBytes);
  // numpy leaves out a real part of positive zero.
  return real === '0' ? `${imaginary}j` : `(${real}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`;
}

function partText(dtype: ScalarDtype, bytes: Uint8Array, offset: number, sizeBytes: number): string {
  return extendedText(extendedView(dtype, bytes, offset, sizeBytes), 0);
}

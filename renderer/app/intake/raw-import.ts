import type { RawGuess } from '../../../shared/contract/files.js';
import type { RawImport } from '../../../shared/contract/intake.js';

/** Codes of numpy's plain types; the host parses all others. */
const plainType = /^[<>|=]?([biufcmMSV])(\d+)(?:\[\w+\])?$/;

/** Bytes of an item of a plain type (`<f8`); undefined for other dtypes. */
export function itemsizeOf(descr: string): number | undefined {
  const [, , digits] = plainType.exec(descr.trim()) ?? [];
  const itemsize = Number(digits);
  return digits !== undefined && itemsize > 0 ? itemsize : undefined;
}

/** Lengths of the axes from `365, 720, 1440` or `365 x 720 x 1440`; undefined for anything else. */
export function parseShape(text: string): readonly number[] | undefined {
  const parts = text
    .trim()
    .replace(/^\((.*?),?\)$/, '$1')
    .split(/\s*[,x×]\s*|\s+/);
  if (parts.length > 32 || !parts.every((part) => /^\d+$/.test(part))) return undefined;
  const shape = parts.map(Number);
  return shape.every(Number.isSafeInteger) ? shape : undefined;
}

export function printShape(shape: readonly number[]): string {
  return shape.join(', ');
}

/** A file as a one-dimensional array of a type; undefined where the size is not a multiple of the item size. */
export function flatImport(
  sizeBytes: number,
  { descr }: Pick<RawGuess, 'descr'>,
  skipBytes = 0,
): RawImport | undefined {
  const itemsize = itemsizeOf(descr);
  if (itemsize === undefined || sizeBytes <= skipBytes || (sizeBytes - skipBytes) % itemsize !== 0) return undefined;
  return { skipBytes, descr, shape: [(sizeBytes - skipBytes) / itemsize], order: 'C' };
}

/** The fields of the import dialog, as typed. */
export interface RawDraft {
  readonly skipBytes: number;
  readonly descr: string;
  readonly shapeText: string;
  readonly order: 'C' | 'F';
}

export function draftOf({ skipBytes, descr, shape, order }: RawImport): RawDraft {
  return { skipBytes, descr, shapeText: printShape(shape), order };
}

/** The parsed draft, or the reason why it is wrong and the field that shows the reason. */
export type RawReading =
  | { readonly kind: 'fits'; readonly raw: RawImport }
  | { readonly kind: 'wrong'; readonly field: 'skip' | 'dtype' | 'shape'; readonly reason: string };

/** Parses the draft and compares it with the file's size. A dtype that only the host can parse is passed on unchecked. */
export function readDraft({ skipBytes, descr, shapeText, order }: RawDraft, sizeBytes: number): RawReading {
  if (skipBytes >= sizeBytes) return wrong('skip', `The file has only ${sizeBytes} bytes.`);
  if (descr.trim() === '') return wrong('dtype', 'A type such as <f8 is needed.');
  const shape = parseShape(shapeText);
  if (!shape) return wrong('shape', 'Lengths such as 365, 720, 1440 are needed.');
  const itemsize = itemsizeOf(descr);
  const wanted = itemsize === undefined ? undefined : shape.reduce((product, length) => product * length, itemsize);
  const available = sizeBytes - skipBytes;
  if (wanted !== undefined && wanted !== available) {
    return wrong('shape', `This shape needs ${wanted} bytes, but there are ${available} after the header.`);
  }
  return { kind: 'fits', raw: { skipBytes, descr: descr.trim(), shape: [...shape], order } };
}

/** The shape whose first axis is set so that the array fills the file; undefined where no length does. */
export function fillShape({ skipBytes, descr, shapeText }: RawDraft, sizeBytes: number): string | undefined {
  const itemsize = itemsizeOf(descr);
  const rest = (parseShape(shapeText) ?? []).slice(1);
  const rowBytes = rest.reduce((product, length) => product * length, itemsize ?? 0);
  const available = sizeBytes - skipBytes;
  if (rowBytes <= 0 || available <= 0 || available % rowBytes !== 0) return undefined;
  return printShape([available / rowBytes, ...rest]);
}

function wrong(field: 'skip' | 'dtype' | 'shape', reason: string): RawReading {
  return { kind: 'wrong', field, reason };
}

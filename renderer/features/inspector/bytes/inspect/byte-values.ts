import { formatCount } from '../../../../format/counts.js';

/** How bytes are read as a number. */
export interface ValueType {
  readonly name: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';
  readonly sizeBytes: 1 | 2 | 4 | 8;
  readonly read: (view: DataView, isLittle: boolean) => number | bigint;
}

export const valueTypes = [
  { name: 'u8', sizeBytes: 1, read: (view) => view.getUint8(0) },
  { name: 'i8', sizeBytes: 1, read: (view) => view.getInt8(0) },
  { name: 'u16', sizeBytes: 2, read: (view, isLittle) => view.getUint16(0, isLittle) },
  { name: 'i16', sizeBytes: 2, read: (view, isLittle) => view.getInt16(0, isLittle) },
  { name: 'u32', sizeBytes: 4, read: (view, isLittle) => view.getUint32(0, isLittle) },
  { name: 'i32', sizeBytes: 4, read: (view, isLittle) => view.getInt32(0, isLittle) },
  { name: 'u64', sizeBytes: 8, read: (view, isLittle) => view.getBigUint64(0, isLittle) },
  { name: 'i64', sizeBytes: 8, read: (view, isLittle) => view.getBigInt64(0, isLittle) },
  { name: 'f32', sizeBytes: 4, read: (view, isLittle) => view.getFloat32(0, isLittle) },
  { name: 'f64', sizeBytes: 8, read: (view, isLittle) => view.getFloat64(0, isLittle) },
] as const satisfies readonly ValueType[];

/** A number in both byte orders, exact and without grouping; undefined where the file has too few bytes. */
export interface ReadValue {
  readonly type: ValueType['name'];
  readonly little: string | undefined;
  /** Undefined for single bytes too, which have no order. */
  readonly big: string | undefined;
}

/** The first bytes as every type. */
export function readValues(bytes: Uint8Array): readonly ReadValue[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return valueTypes.map(({ name, sizeBytes, read }) => {
    if (bytes.byteLength < sizeBytes) return { type: name, little: undefined, big: undefined };
    const spell = (isLittle: boolean) => spellValue(name, read(view, isLittle));
    return { type: name, little: spell(true), big: sizeBytes === 1 ? undefined : spell(false) };
  });
}

/** The shortest text that means the same number, with a typographic minus sign. */
function spellValue(type: ValueType['name'], value: number | bigint): string {
  const text = type === 'f32' && typeof value === 'number' ? spellSingle(value) : spellOne(value);
  return text.replaceAll('-', '−');
}

function spellOne(value: number | bigint): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number' && Number.isNaN(value)) return 'NaN';
  return String(value);
}

/** Nine digits always distinguish a single from its neighbours; often fewer do. */
function spellSingle(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return spellOne(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** The same with separators in whole numbers, as they are written elsewhere. */
export function groupedValue(text: string): string {
  return text.replace(/^(−?)(\d+)$/, (_, sign: string, digits: string) => sign + formatCount(BigInt(digits)));
}

/** Characters that have room beside each other in the details, and those that the head of the first column takes. */
const mostBeside = 34;
const headLength = 10;

/** Whether a number in the two byte orders takes a line for each: numbers are never broken. */
export function needsTwoLines({ little = '', big = '' }: ReadValue): boolean {
  return Math.max(headLength, groupedValue(little).length) + groupedValue(big).length > mostBeside;
}

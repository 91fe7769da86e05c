/** A part of a file, [startByte, endByte). */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

const SINGLE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The single range of a `Range` header. Undefined, which means the whole file, for no header, several ranges,
 * or anything else that RFC 9110 lets a server ignore; `unsatisfiable` for a range that starts after the end.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = SINGLE_RANGE.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), sizeBytes);
  const startByte = Number(first);
  const endByte = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < startByte) return undefined;
  return startByte < sizeBytes ? { startByte, endByte } : 'unsatisfiable';
}

/** `bytes=-500`: the last so many. */
function suffix(lengthBytes: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  if (lengthBytes === 0 || sizeBytes === 0) return 'unsatisfiable';
  return { startByte: Math.max(0, sizeBytes - lengthBytes), endByte: sizeBytes };
}

/** What a `Content-Range` header says: bytes [startByte, endByte) of a file. */
export interface ContentRange {
  readonly startByte: number;
  readonly endByte: number;
  /** Undefined where the server does not say (`*`). */
  readonly totalBytes: number | undefined;
}

/** Undefined for anything but `bytes <first>-<last>/<total or *>` with first <= last < total. */
export function parseContentRange(text: string | undefined): ContentRange | undefined {
  const [, first, last, total] = /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)\s*$/i.exec(text ?? '') ?? [];
  if (first === undefined || last === undefined || total === undefined) return undefined;
  const range = {
    startByte: Number(first),
    endByte: Number(last) + 1,
    totalBytes: total === '*' ? undefined : Number(total),
  };
  const isPossible = range.startByte < range.endByte && range.endByte <= (range.totalBytes ?? Number.POSITIVE_INFINITY);
  return isPossible ? range : undefined;
}

/** The size of the file in the `Content-Range` of an answer 416, which has a star for the range. Undefined for anything else. */
export function unsatisfiedTotal(text: string | undefined): number | undefined {
  const total = /^\s*bytes\s+\*\/(\d{1,15})\s*$/i.exec(text ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

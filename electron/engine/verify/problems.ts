import type { BloscpackHeader } from '../../../shared/format/header.js';
import { UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { Affected } from './affected.js';

/** `damage`: data are lost or cannot be read in one of the usual ways. `notice`: unusual, but no data are lost. */
export type Severity = 'damage' | 'notice';

/** For every kind of problem its severity, and the end of its message: what it means for the user. */
const PROBLEMS = {
  'not-bloscpack': { severity: 'damage', consequence: 'check that this is the right file' },
  'unsupported-version': { severity: 'damage', consequence: 'read it with the program that wrote it' },
  'bad-header': { severity: 'damage', consequence: '`blpk repair` looks for the chunks behind it' },
  truncated: { severity: 'damage', consequence: 'copy the file again from a complete copy' },
  'bad-metadata': { severity: 'damage', consequence: 'take the metadata from another copy' },
  'metadata-checksum-mismatch': { severity: 'damage', consequence: 'take the metadata from another copy' },
  'unknown-metadata': { severity: 'notice', consequence: 'their bytes can be shown raw, the data are readable' },
  'bad-array-metadata': { severity: 'notice', consequence: 'the data are readable as plain bytes, not as an array' },
  'bad-offset': { severity: 'damage', consequence: 'the data are readable in sequence, this chunk not by its offset' },
  'offsets-unknown': {
    severity: 'damage',
    consequence: 'the data are readable in sequence; `blpk repair` finds the offsets again',
  },
  'unused-offset': { severity: 'notice', consequence: 'no reader looks there' },
  'not-contiguous': { severity: 'damage', consequence: 'it is readable by its offset, not in sequence' },
  'bad-chunk': { severity: 'damage', consequence: 'take these data from another copy; `blpk repair` saves the rest' },
  'checksum-mismatch': {
    severity: 'damage',
    consequence: 'take these data from another copy; `blpk repair` saves the rest',
  },
  'following-container': { severity: 'damage', consequence: 'its data are read from a file of its own only' },
  'trailing-bytes': { severity: 'notice', consequence: 'no reader looks at them' },
} as const satisfies Record<string, { severity: Severity; consequence: string }>;

export type ProblemKind = keyof typeof PROBLEMS;

/** A problem of a container. The affected data are absent when there are none, or when they are not known. */
export interface Problem extends Affected {
  readonly kind: ProblemKind;
  readonly severity: Severity;
  /** One sentence: what is wrong, where, and what it means for the user. */
  readonly message: string;
  /** The chunk, or the first of several. */
  readonly chunkIndex?: number;
  /** Position in the file where the wrong bytes start. */
  readonly offsetBytes?: number;
  readonly expected?: string | number | bigint;
  readonly found?: string | number | bigint;
}

/** The result of `verifyContainer`. */
export interface VerifyReport {
  /** Whether no problem is damage. */
  readonly whole: boolean;
  /** Absent when the header is damaged. */
  readonly header?: BloscpackHeader;
  /** One more than the index of the last chunk that was found; absent when the damage before the chunks is too large to find them. */
  readonly nchunks?: number;
  /** Chunks whose digest, header and decompressed size are right, whether reached in sequence or by their offsets. */
  readonly readableChunks: number;
  /** Plain bytes of the readable chunks. */
  readonly plainBytes: number;
  /** In the order of the file: header, metadata, chunks with their offsets, bytes behind them. */
  readonly problems: readonly Problem[];
  /** Whether there are more problems than are listed. */
  readonly truncatedList: boolean;
}

/** What the header counts, so that chunks behind the end of a cut file are missing; without a count, what was found. */
export function expectedChunks({ header, nchunks }: VerifyReport): bigint | undefined {
  if (nchunks === undefined) return undefined;
  return header && header.nchunks >= 0n ? header.nchunks : BigInt(nchunks);
}

/** All fields except kind, severity and message. */
export type ProblemFields = Omit<Problem, 'kind' | 'severity' | 'message'>;

/** `what` is the start of the message, without a full stop. Numbers that are exact as a number are not stored as bigint. */
export function problem(kind: ProblemKind, what: string, fields: ProblemFields = {}): Problem {
  const { severity, consequence } = PROBLEMS[kind];
  const { expected, found, ...others } = fields;
  return {
    kind,
    severity,
    message: `${what}; ${consequence}`,
    ...others,
    ...(expected !== undefined && { expected: exactNumber(expected) }),
    ...(found !== undefined && { found: exactNumber(found) }),
  };
}

function exactNumber(value: string | number | bigint): string | number | bigint {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return Number.isSafeInteger(number) ? number : value;
}

/** Limits the list for hostile files, whose number of problems grows with their size. */
const MAX_PROBLEMS = 1000;

/** Collects up to MAX_PROBLEMS problems. Damage beyond this limit still makes the container damaged. */
export class ProblemList {
  readonly #kept: Problem[] = [];
  #damaged = false;
  #truncated = false;

  add(found: Problem): void {
    this.#damaged ||= found.severity === 'damage';
    if (this.#kept.length < MAX_PROBLEMS) this.#kept.push(found);
    else this.#truncated = true;
  }

  report(): Pick<VerifyReport, 'whole' | 'problems' | 'truncatedList'> {
    return { whole: !this.#damaged, problems: this.#kept, truncatedList: this.#truncated };
  }
}

/** All offsets are -1; `positionBytes` is the start of their section. */
export function offsetsNeverFilled(positionBytes: number, nchunks: number): Problem {
  const what = `none of the ${nchunks} offsets from byte ${positionBytes} on was filled in, as an aborted writer leaves them`;
  return problem('offsets-unknown', what, { offsetBytes: positionBytes, expected: nchunks, found: 0 });
}

/** A chunk was found by its offset, but not at `endByte`, the end of what precedes it. */
export function notContiguous(chunkIndex: number, positionBytes: number, endByte: number, affected: Affected): Problem {
  const what = `chunk ${chunkIndex} is at byte ${positionBytes} and not at byte ${endByte}, where what precedes it ends`;
  const place = { chunkIndex, offsetBytes: positionBytes, expected: endByte, found: positionBytes };
  return problem('not-contiguous', what, { ...place, ...affected });
}

/** The entry stored at `entryBytes` (undefined: -1) is not the position of the chunk. */
export function wrongOffset(
  chunkIndex: number,
  entryBytes: number,
  positionBytes: number,
  entry: bigint | undefined,
  affected: Affected,
): Problem {
  const found = entry ?? UNKNOWN_OFFSET;
  const what = `the offset of chunk ${chunkIndex}, stored at byte ${entryBytes}, is ${found}, but the chunk is at byte ${positionBytes}`;
  const place = { chunkIndex, offsetBytes: entryBytes, expected: positionBytes, found };
  return problem('bad-offset', what, { ...place, ...affected });
}

/** An entry reserved for appending is filled in. */
export function unusedOffset(index: number, entryBytes: number, value: bigint): Problem {
  const what = `entry ${index} of the offsets, stored at byte ${entryBytes} and reserved for appending, is ${value} and not -1`;
  return problem('unused-offset', what, { offsetBytes: entryBytes, expected: UNKNOWN_OFFSET, found: value });
}

/** The file continues behind its last chunk. */
export function trailingBytes(endByte: number, fileBytes: number): Problem {
  const what = `${fileBytes - endByte} bytes follow the last chunk, which ends at byte ${endByte}`;
  return problem('trailing-bytes', what, { offsetBytes: endByte, expected: endByte, found: fileBytes });
}

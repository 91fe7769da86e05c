import type { BloscpackHeader } from '../../../shared/format/header.js';
import type { Affected } from './affected.js';

/** `damage`: something is lost or cannot be reached in one of the usual ways. `notice`: odd, but nothing is lost. */
export type Severity = 'damage' | 'notice';

/** Every kind of problem, how much it matters, and what follows for the user: the end of its message. */
const PROBLEMS = {
  'not-bloscpack': { severity: 'damage', consequence: 'check that this is the file you meant' },
  'unsupported-version': { severity: 'damage', consequence: 'read it with the program that wrote it' },
  'bad-header': { severity: 'damage', consequence: 'nothing after a wrong header can be found; use another copy' },
  truncated: { severity: 'damage', consequence: 'copy the file again from where it is whole' },
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

/** One thing that is wrong with a container. The data it costs are absent where that cannot be told, or where it costs none. */
export interface Problem extends Affected {
  readonly kind: ProblemKind;
  readonly severity: Severity;
  /** One sentence: what, where, and what follows. */
  readonly message: string;
  /** The chunk, or the first of several. */
  readonly chunkIndex?: number;
  /** Where in the file the wrong bytes are or begin. */
  readonly offsetBytes?: number;
  readonly expected?: string | number | bigint;
  readonly found?: string | number | bigint;
}

/** What `verifyContainer` found. */
export interface VerifyReport {
  /** No problem is damage. */
  readonly whole: boolean;
  /** Absent when the header itself is wrong. */
  readonly header?: BloscpackHeader;
  /** One more than the index of the last chunk that was found; absent when what precedes the chunks is too damaged to look. */
  readonly nchunks?: number;
  /** Chunks whose digest, header and decompressed size are right, whether reached in sequence or by their offsets. */
  readonly readableChunks: number;
  /** Plain bytes of the readable chunks. */
  readonly plainBytes: number;
  /** In the order of the file: header, metadata, chunks with their offsets, bytes behind them. */
  readonly problems: readonly Problem[];
  /** There were more problems than are listed. */
  readonly truncatedList: boolean;
}

/** Where and what, beyond the message. */
export type ProblemFields = Omit<Problem, 'kind' | 'severity' | 'message'>;

/** `what` is the start of the message, without a full stop. Numbers of the file become bigint only where they must. */
export function problem(kind: ProblemKind, what: string, fields: ProblemFields = {}): Problem {
  const { severity, consequence } = PROBLEMS[kind];
  const { expected, found, ...others } = fields;
  return {
    kind,
    severity,
    message: `${what}; ${consequence}`,
    ...others,
    ...(expected !== undefined && { expected: plainest(expected) }),
    ...(found !== undefined && { found: plainest(found) }),
  };
}

function plainest(value: string | number | bigint): string | number | bigint {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return Number.isSafeInteger(number) ? number : value;
}

/** More than anybody reads; a hostile file must not make the list grow with its size. */
const MAX_PROBLEMS = 1000;

/** Collects problems, up to a bound; damage beyond it still counts. */
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

import type { CheckState, CheckSums } from '../../../shared/contract/inspect/chunks.js';

/** The index of each is its code in maps and messages. */
export const CHECK_STATES = ['unchecked', 'match', 'mismatch', 'unreadable'] as const satisfies readonly CheckState[];

export const CHECK_CODES = { unchecked: 0, match: 1, mismatch: 2, unreadable: 3 } as const satisfies Record<
  CheckState,
  number
>;

/** Results of consecutive chunks from a verification. All arrays are as long as `states`. */
export interface CheckBatch {
  readonly firstChunk: number;
  /** `CHECK_CODES`. */
  readonly states: Uint8Array;
  readonly decodeMs?: Float32Array;
  /** Bits a byte of the stored data. */
  readonly entropy?: Float32Array;
  /** Computed digests in hex of chunks whose stored digest differs. */
  readonly computed?: readonly (readonly [chunkIndex: number, hex: string])[];
  /** Milliseconds that the verification took so far. */
  readonly elapsedMs?: number;
}

/** Most computed digests that are kept; more are not needed to show that a whole container is damaged. */
const MAX_COMPUTED = 10_000;

/**
 * The results of verifications for each chunk: one byte a chunk, and four each for times and entropies if they were
 * measured.
 */
export class ChunkChecks {
  /** Grows with every change. */
  version = 0;
  #states = new Uint8Array(0);
  #decodeMs = new Float32Array(0);
  #entropy = new Float32Array(0);
  readonly #computed = new Map<number, string>();
  readonly #counts = [0, 0, 0, 0];
  #checkedMs: number | undefined;
  #elapsedMs: number | undefined;

  note(batch: CheckBatch): void {
    const endChunk = batch.firstChunk + batch.states.length;
    if (this.#states.length < endChunk) this.#states = grown(this.#states, new Uint8Array(roomFor(endChunk)));
    for (const [index, state] of batch.states.entries()) this.#set(batch.firstChunk + index, state);
    if (batch.decodeMs) this.#decodeMs = laid(this.#decodeMs, batch.firstChunk, batch.decodeMs);
    if (batch.entropy) this.#entropy = laid(this.#entropy, batch.firstChunk, batch.entropy);
    for (const [chunkIndex, hex] of batch.computed ?? []) {
      if (this.#computed.size < MAX_COMPUTED) this.#computed.set(chunkIndex, hex);
    }
    this.#checkedMs = Date.now();
    this.#elapsedMs = batch.elapsedMs ?? this.#elapsedMs;
    this.version++;
  }

  code(chunkIndex: number): number {
    return this.#states[chunkIndex] ?? CHECK_CODES.unchecked;
  }

  state(chunkIndex: number): CheckState {
    return CHECK_STATES[this.code(chunkIndex)] ?? 'unchecked';
  }

  /** NaN if it was not measured. */
  decodeMs(chunkIndex: number): number {
    return this.#decodeMs[chunkIndex] ?? Number.NaN;
  }

  /** NaN if it was not measured. */
  entropy(chunkIndex: number): number {
    return this.#entropy[chunkIndex] ?? Number.NaN;
  }

  computedDigest(chunkIndex: number): string | undefined {
    return this.#computed.get(chunkIndex);
  }

  sums(chunks: number): CheckSums {
    const [, match = 0, mismatch = 0, unreadable = 0] = this.#counts;
    return {
      match,
      mismatch,
      unreadable,
      unchecked: Math.max(0, chunks - match - mismatch - unreadable),
      ...(this.#checkedMs !== undefined && { checkedMs: this.#checkedMs }),
      ...(this.#elapsedMs !== undefined && { elapsedMs: this.#elapsedMs }),
    };
  }

  #set(chunkIndex: number, state: number): void {
    const before = this.code(chunkIndex);
    this.#counts[before] = (this.#counts[before] ?? 0) - 1;
    this.#counts[state] = (this.#counts[state] ?? 0) + 1;
    this.#states[chunkIndex] = state;
  }
}

/** Twice the needed length, so that growing chunk by chunk has constant cost per chunk. */
function roomFor(length: number): number {
  return Math.max(1024, 2 * length);
}

function grown<T extends Uint8Array | Float32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function laid(old: Float32Array<ArrayBuffer>, at: number, values: Float32Array): Float32Array<ArrayBuffer> {
  const endChunk = at + values.length;
  const target = old.length < endChunk ? grown(old, new Float32Array(roomFor(endChunk)).fill(Number.NaN)) : old;
  target.set(values, at);
  return target;
}

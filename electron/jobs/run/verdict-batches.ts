import type { Verdict } from '../../engine/verify/chunk-verdicts.js';
import { CHUNK_STATES, type ChunkVerdicts } from './messages.js';

/** Ten a second is as often as the window is told. */
const TELL_EVERY_MS = 100;
const MOST_AT_ONCE = 65_536;
/** A damaged count may claim any number of chunks. */
const MOST_LOST = 10_000_000;

interface ChunkVerdict {
  readonly state: number;
  readonly decodeMs: number;
  readonly entropy: number;
}

const LOST: ChunkVerdict = { state: CHUNK_STATES.unreadable, decodeMs: Number.NaN, entropy: Number.NaN };

/** Collects what becomes of each chunk, in order, and tells it in batches. Chunks that are passed over were not found. */
export class VerdictBatches {
  readonly #tell: (verdicts: ChunkVerdicts) => void;
  #firstChunk = 0;
  #pending: ChunkVerdict[] = [];
  #computed: (readonly [chunkIndex: number, hex: string])[] = [];
  readonly #startMs = performance.now();
  #toldMs = 0;

  constructor(tell: (verdicts: ChunkVerdicts) => void) {
    this.#tell = tell;
  }

  add({ chunk, problem, checkMs }: Verdict, entropy: number): void {
    if (!chunk) return;
    const { chunkIndex } = chunk;
    this.#lose(chunkIndex);
    this.#push({ state: stateOf(problem), decodeMs: checkMs ?? Number.NaN, entropy });
    if (problem?.kind === 'checksum-mismatch' && problem.found !== undefined) {
      this.#computed.push([chunkIndex, String(problem.found)]);
    }
    if (performance.now() - this.#toldMs >= TELL_EVERY_MS) this.#flush();
  }

  /** Tells the rest. `endChunk` is how many chunks there should be, where that is known. */
  end(endChunk: number | undefined): void {
    if (endChunk !== undefined) this.#lose(endChunk);
    this.#flush();
  }

  /** Everything before `chunkIndex` that nothing was told of cannot be found. */
  #lose(chunkIndex: number): void {
    const next = this.#firstChunk + this.#pending.length;
    const end = Math.min(chunkIndex, next + MOST_LOST);
    for (let index = next; index < end; index++) this.#push(LOST);
  }

  #push(verdict: ChunkVerdict): void {
    this.#pending.push(verdict);
    if (this.#pending.length >= MOST_AT_ONCE) this.#flush();
  }

  #flush(): void {
    this.#toldMs = performance.now();
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#tell({
      firstChunk: this.#firstChunk,
      states: Uint8Array.from(pending, ({ state }) => state),
      decodeMs: Float32Array.from(pending, ({ decodeMs }) => decodeMs),
      entropy: Float32Array.from(pending, ({ entropy }) => entropy),
      computed: this.#computed,
      elapsedMs: this.#toldMs - this.#startMs,
    });
    this.#firstChunk += pending.length;
    this.#pending = [];
    this.#computed = [];
  }
}

function stateOf(problem: Verdict['problem']): number {
  if (!problem) return CHUNK_STATES.match;
  return problem.kind === 'checksum-mismatch' ? CHUNK_STATES.mismatch : CHUNK_STATES.unreadable;
}

import type { Verdict } from '../../engine/verify/chunk-verdicts.js';
import { CHUNK_STATES, type ChunkVerdicts } from './job-service.js';

/** Often enough for the window. */
const REPORT_EVERY_MS = 100;
const MAX_AT_ONCE = 65_536;
/** A limit, because a damaged count may claim any number of chunks. */
const MAX_LOST = 10_000_000;

interface ChunkVerdict {
  readonly state: number;
  readonly decodeMs: number;
  readonly entropy: number;
}

const LOST: ChunkVerdict = { state: CHUNK_STATES.unreadable, decodeMs: Number.NaN, entropy: Number.NaN };

/** Collects the verdict of each chunk, in order, and reports them in batches. Skipped chunks were not found. */
export class VerdictBatches {
  readonly #report: (verdicts: ChunkVerdicts) => void;
  #firstChunk = 0;
  #pending: ChunkVerdict[] = [];
  #computed: (readonly [chunkIndex: number, hex: string])[] = [];
  readonly #startMs = performance.now();
  #reportedMs = 0;

  constructor(report: (verdicts: ChunkVerdicts) => void) {
    this.#report = report;
  }

  add({ chunk, problem, checkMs }: Verdict, entropy: number): void {
    if (!chunk) return;
    const { chunkIndex } = chunk;
    this.#lose(chunkIndex);
    this.#push({ state: stateOf(problem), decodeMs: checkMs ?? Number.NaN, entropy });
    if (problem?.kind === 'checksum-mismatch' && problem.found !== undefined) {
      this.#computed.push([chunkIndex, String(problem.found)]);
    }
    if (performance.now() - this.#reportedMs >= REPORT_EVERY_MS) this.#flush();
  }

  /** Reports the rest. `endChunk` is the expected number of chunks, if known. */
  end(endChunk: number | undefined): void {
    if (endChunk !== undefined) this.#lose(endChunk);
    this.#flush();
  }

  /** Chunks before `chunkIndex` without a verdict were not found. */
  #lose(chunkIndex: number): void {
    const next = this.#firstChunk + this.#pending.length;
    const end = Math.min(chunkIndex, next + MAX_LOST);
    for (let index = next; index < end; index++) this.#push(LOST);
  }

  #push(verdict: ChunkVerdict): void {
    this.#pending.push(verdict);
    if (this.#pending.length >= MAX_AT_ONCE) this.#flush();
  }

  #flush(): void {
    this.#reportedMs = performance.now();
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#report({
      firstChunk: this.#firstChunk,
      states: Uint8Array.from(pending, ({ state }) => state),
      decodeMs: Float32Array.from(pending, ({ decodeMs }) => decodeMs),
      entropy: Float32Array.from(pending, ({ entropy }) => entropy),
      computed: this.#computed,
      elapsedMs: this.#reportedMs - this.#startMs,
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

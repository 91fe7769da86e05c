import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckedRequest } from '../../../../shared/contract/calls.js';
import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { type ArrayAccess, type OpenDocument, requireArray } from '../../document.js';
import type { TaskOptions } from '../../service.js';
import { readingUnit } from '../reading-cost.js';
import { readStrips } from '../strips.js';
import { type Summary, summaryOf, type Totals } from './summary.js';
import { arraySample, planePartSource, type ValueSource, wholeArray } from './value-source.js';

export type StatisticsAsk = Extract<CheckedRequest<'inspect.start'>, { kind: 'statistics' }>['ask'];

/** Others get a turn at least this often. */
const TURN_MS = 15;
/** Single values are gathered before they are summed up. */
const GATHERED_BYTES = 64 * 1024;

/**
 * Sums up one leaf of the array: every value with `whole`, else the plane's part when one is given, else a sample of the array.
 * Chunks that cannot be read are left out, and the basis says so.
 */
export async function runStatistics(
  document: OpenDocument,
  ask: StatisticsAsk,
  { signal, onProgress }: TaskOptions,
): Promise<Statistics> {
  const startedMs = performance.now();
  const access = requireArray(document);
  const source = await sourceOf(document, access, ask);
  const { dtype } = source.leaf;
  const summed =
    dtype.kind === 'scalar' && 'biufcMm'.includes(dtype.code)
      ? await sumUp(access, source, dtype, { bins: ask.bins, signal, onProgress })
      : { ...NOTHING, read: source.values };
  const { totals, read, chunksRead, lostChunks } = summed;
  const { about, ...facts } = totals;
  return {
    ...facts,
    values: read,
    of: source.of,
    basis: source.basis + (lostChunks > 0 ? lostWords(lostChunks) : '') + (about ? ', median about' : ''),
    ...(source.inOrder && access.chunkAt(0) && { chunksRead }),
    elapsedMs: performance.now() - startedMs,
  };
}

function lostWords(chunks: number): string {
  return chunks === 1 ? ', without 1 chunk that cannot be read' : `, without ${chunks} chunks that cannot be read`;
}

async function sourceOf(document: OpenDocument, access: ArrayAccess, ask: StatisticsAsk): Promise<ValueSource> {
  if (ask.basis === 'whole') return wholeArray(access, ask.plane.field);
  if (!ask.part) return arraySample(access, ask.plane.field);
  return planePartSource(access, { plane: ask.plane, part: ask.part }, await readingUnit(document));
}

interface Summed {
  readonly totals: Totals;
  /** Values that could be read. */
  readonly read: number;
  readonly chunksRead: number;
  readonly lostChunks: number;
}

/** Of text and raw bytes there is nothing to sum up. */
const NOTHING = { totals: { nan: 0, inf: 0, zeros: 0, about: false }, chunksRead: 0, lostChunks: 0 } as const;

async function sumUp(
  access: ArrayAccess,
  source: ValueSource,
  dtype: ScalarDtype,
  { bins, signal, onProgress }: TaskOptions & { readonly bins: number },
): Promise<Summed> {
  const summary = summaryOf(dtype, source.values);
  const gathered = new Gathered(summary, dtype.itemsize);
  const lost = new Set<number>();
  let [seen, read, chunksRead, latestChunk] = [0, 0, 0, -1];
  let turnMs = performance.now();
  for await (const part of readStrips(access, source.leaf, source.strips(), { signal, damage: 'report' })) {
    seen += part.count;
    const chunkIndex = access.chunkAt(part.startByte)?.chunkIndex ?? -1;
    if (part.hole) lost.add(access.chunkAt(part.hole.startByte)?.chunkIndex ?? -1);
    else {
      gathered.add(part.packed);
      read += part.count;
      if (chunkIndex !== latestChunk) chunksRead++;
      latestChunk = chunkIndex;
    }
    if (performance.now() - turnMs < TURN_MS) continue;
    onProgress(seen / source.values);
    await nextTurn();
    turnMs = performance.now();
  }
  gathered.flush();
  return { totals: await summary.finish(bins, signal), read, chunksRead, lostChunks: lost.size };
}

/** Passes on values in batches that are worth the effort. */
class Gathered {
  readonly #summary: Summary;
  readonly #bytes: Uint8Array;
  #filled = 0;

  constructor(summary: Summary, itemsize: number) {
    this.#summary = summary;
    this.#bytes = new Uint8Array(GATHERED_BYTES * itemsize);
  }

  add(packed: Uint8Array): void {
    if (packed.byteLength >= GATHERED_BYTES) {
      this.#summary.add(packed);
      return;
    }
    if (this.#filled + packed.byteLength > this.#bytes.byteLength) this.flush();
    this.#bytes.set(packed, this.#filled);
    this.#filled += packed.byteLength;
  }

  flush(): void {
    this.#summary.add(this.#bytes.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

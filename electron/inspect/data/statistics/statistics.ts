import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckedRequest } from '../../../../shared/contract/calls.js';
import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { type ArrayAccess, type OpenDocument, requireArray } from '../../document.js';
import type { TaskOptions } from '../../inspect-service.js';
import { missingItems, orderedValues, withoutItems } from '../drawn-numbers.js';
import { readingUnit } from '../reading-cost.js';
import { readStrips } from '../strips.js';
import { wholeBase } from '../whole-base.js';
import { Summary, type Totals } from './summary.js';
import { arraySample, planePartSource, type ValueSource, wholeArray } from './value-source.js';

export type StatisticsRequest = Extract<CheckedRequest<'inspect.start'>, { kind: 'statistics' }>['request'];

/** Longest time before other tasks run. */
const YIELD_EVERY_MS = 15;
/** Single values are collected before they are summed up. */
const COLLECTED_BYTES = 64 * 1024;

/**
 * Sums up one leaf of the array: every value with `whole`, else the plane's part when one is given, else a sample of the array.
 * Chunks that cannot be read are left out, which `basis` says.
 */
export async function runStatistics(
  document: OpenDocument,
  request: StatisticsRequest,
  { signal, onProgress }: TaskOptions,
): Promise<Statistics> {
  const startedMs = performance.now();
  const access = requireArray(document);
  const source = await sourceOf(document, access, request);
  const { dtype } = source.leaf;
  const summed =
    dtype.kind === 'scalar' && 'biufcMm'.includes(dtype.code)
      ? await sumUp(access, source, dtype, { request, signal, onProgress })
      : { ...NOTHING, read: source.values };
  const { totals, read, missing, chunksRead, lostChunks } = summed;
  const { outside = 0, ...facts } = totals;
  return {
    ...facts,
    values: read,
    of: source.of,
    ...(missing > 0 && { missing }),
    basis: source.basis + (lostChunks > 0 ? lostWords(lostChunks) : '') + (outside > 0 ? outsideWords(outside) : ''),
    ...(source.inOrder && access.chunkAt(0) && { chunksRead }),
    elapsedMs: performance.now() - startedMs,
  };
}

function lostWords(chunks: number): string {
  return chunks === 1 ? ', without 1 chunk that cannot be read' : `, without ${chunks} chunks that cannot be read`;
}

function outsideWords(values: number): string {
  return `, without ${values} ${values === 1 ? 'value' : 'values'} outside the range of a double`;
}

async function sourceOf(document: OpenDocument, access: ArrayAccess, request: StatisticsRequest): Promise<ValueSource> {
  if (request.basis === 'whole') return wholeArray(access, request.plane.field);
  if (!request.part) return arraySample(access, request.plane.field);
  return planePartSource(access, { plane: request.plane, part: request.part }, await readingUnit(document));
}

interface Summed {
  readonly totals: Totals;
  /** Values that could be read. */
  readonly read: number;
  /** Of those, the ones that are the fill value. */
  readonly missing: number;
  readonly chunksRead: number;
  readonly lostChunks: number;
}

/** The result for text and raw bytes, which cannot be summed up. */
const NOTHING: Omit<Summed, 'read'> = {
  totals: { nan: 0, inf: 0, zeros: 0 },
  missing: 0,
  chunksRead: 0,
  lostChunks: 0,
};

async function sumUp(
  access: ArrayAccess,
  source: ValueSource,
  dtype: ScalarDtype,
  { request: { bins, numbers }, signal, onProgress }: TaskOptions & { readonly request: StatisticsRequest },
): Promise<Summed> {
  const ordered = orderedValues(dtype, numbers?.complexPart);
  const missing = missingItems(dtype, numbers?.fillValue);
  const summary = new Summary(ordered.dtype, source.values, await wholeBase(access, source.leaf));
  let missed = 0;
  const collected = new Collector(dtype.itemsize, (packed) => {
    const lost = missing?.(packed) ?? [];
    missed += lost.length;
    summary.add(ordered.of(withoutItems(packed, dtype.itemsize, lost)));
  });
  const lost = new Set<number>();
  let [done, read, chunksRead, latestChunk] = [0, 0, 0, -1];
  let yieldedMs = performance.now();
  for await (const part of readStrips(access, source.leaf, source.strips(), { signal, damage: 'report' })) {
    done += part.count;
    const chunkIndex = access.chunkAt(part.startByte)?.chunkIndex ?? -1;
    if (part.unreadable) lost.add(access.chunkAt(part.unreadable.startByte)?.chunkIndex ?? -1);
    else {
      collected.add(part.packed);
      read += part.count;
      if (chunkIndex !== latestChunk) chunksRead++;
      latestChunk = chunkIndex;
    }
    if (performance.now() - yieldedMs < YIELD_EVERY_MS) continue;
    onProgress(done / source.values);
    await nextTurn();
    yieldedMs = performance.now();
  }
  collected.flush();
  return { totals: await summary.finish(bins, signal), read, missing: missed, chunksRead, lostChunks: lost.size };
}

/** Collects values and passes them on in larger batches. */
class Collector {
  readonly #take: (packed: Uint8Array) => void;
  readonly #bytes: Uint8Array;
  #filled = 0;

  constructor(itemsize: number, take: (packed: Uint8Array) => void) {
    this.#take = take;
    this.#bytes = new Uint8Array(COLLECTED_BYTES * itemsize);
  }

  add(packed: Uint8Array): void {
    if (packed.byteLength >= COLLECTED_BYTES) {
      this.#take(packed);
      return;
    }
    if (this.#filled + packed.byteLength > this.#bytes.byteLength) this.flush();
    this.#bytes.set(packed, this.#filled);
    this.#filled += packed.byteLength;
  }

  flush(): void {
    this.#take(this.#bytes.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

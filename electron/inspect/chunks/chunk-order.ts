import { LRUCache } from 'lru-cache';
import type { chunkOrders } from '../../../shared/contract/inspect/chunks.js';
import type { ChunkChecks } from './chunk-checks.js';
import { type FilterSource, type ParsedFilter, parseChunkFilter } from './chunk-filter.js';
import type { ChunkSizes } from './chunk-sizes.js';
import type { ChunkTable } from './chunk-table.js';
import { sortedByKeys } from './radix-sort.js';

export type ChunkOrder = (typeof chunkOrders)[number];

export interface Wanted {
  readonly orderBy: ChunkOrder;
  readonly descending: boolean;
  readonly filter?: string | undefined;
}

/** The chunks that pass the filter, in the requested order. */
export interface Selection {
  readonly total: number;
  /** The chunk at a position, 0 to `total` - 1. */
  readonly at: (place: number) => number;
  readonly filterProblem?: string;
}

/** Orders that are cached for one document: four bytes a chunk each. */
const KEPT_ORDERS = 3;
/** By table, so that they are collected with it. */
const KEPT = new WeakMap<ChunkTable, LRUCache<string, Uint32Array>>();

/**
 * Sorts and filters by sizes; only a filter that tests headers needs the headers of all chunks, which are
 * read first.
 */
export async function selectChunks(table: ChunkTable, checks: ChunkChecks, wanted: Wanted): Promise<Selection> {
  const filter = wanted.filter?.trim() ? possibleFilter(wanted.filter, table) : undefined;
  if (filter && 'problem' in filter) {
    return { ...(await selectChunks(table, checks, { ...wanted, filter: undefined })), filterProblem: filter.problem };
  }
  if (!filter && wanted.orderBy === 'index') return inIndexOrder(table.count, wanted.descending);
  if (filter?.needsHeaders) await table.scan.all();
  const sizes = await table.sizes();
  const chosen = keptOrder(table, keyOf(wanted, sizes.count, checks, filter), () => {
    const source = { sizes, facts: table.facts, checks };
    return sorted(filtered(sizes.count, source, filter), sizes, wanted.orderBy);
  });
  const last = chosen.length - 1;
  return { total: chosen.length, at: (place) => chosen[wanted.descending ? last - place : place] ?? 0 };
}

function possibleFilter(text: string, { scan }: ChunkTable): ParsedFilter {
  const filter = parseChunkFilter(text);
  if ('problem' in filter || !filter.needsHeaders || scan.readsAll) return filter;
  return { problem: 'codecs and flags are in the headers of the chunks, which are not all read from a server' };
}

function inIndexOrder(total: number, descending: boolean): Selection {
  return { total, at: (place) => (descending ? total - 1 - place : place) };
}

/** The key changes with the checks, which filters test, and with the chunks that the walk adds. */
function keyOf({ orderBy, filter = '' }: Wanted, count: number, checks: ChunkChecks, parsed?: ParsedFilter): string {
  return parsed ? `${orderBy} ${count} ${checks.version} ${filter}` : `${orderBy} ${count}`;
}

function keptOrder(table: ChunkTable, key: string, make: () => Uint32Array): Uint32Array {
  const kept = KEPT.get(table) ?? new LRUCache<string, Uint32Array>({ max: KEPT_ORDERS });
  KEPT.set(table, kept);
  const known = kept.get(key);
  if (known) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

function filtered(count: number, source: FilterSource, filter: ParsedFilter | undefined): Uint32Array {
  const chosen = new Uint32Array(count);
  let length = 0;
  for (let chunk = 0; chunk < count; chunk++) {
    if (filter && 'test' in filter && !filter.test(chunk, source)) continue;
    chosen[length] = chunk;
    length++;
  }
  return length === count ? chosen : chosen.slice(0, length);
}

/** All chunks in an order, ascending. */
export function inOrderOf(sizes: ChunkSizes, orderBy: ChunkOrder): Uint32Array {
  return sorted(
    Uint32Array.from({ length: sizes.count }, (_, chunk) => chunk),
    sizes,
    orderBy,
  );
}

/** Ascending; chunks whose number is unknown come last. */
function sorted(chunks: Uint32Array, sizes: ChunkSizes, orderBy: ChunkOrder): Uint32Array {
  switch (orderBy) {
    case 'index':
      return chunks;
    case 'offset':
      return rises(chunks, sizes) ? chunks : chunks.sort((a, b) => sizes.position(a) - sizes.position(b));
    case 'stored':
      return sortedByKeys(chunks, (chunk) => sizes.stored(chunk));
    case 'plain':
      return sortedByKeys(chunks, (chunk) => sizes.plain(chunk));
    case 'ratio':
      return sortedByKeys(chunks, (chunk) => sizes.ratio(chunk));
  }
}

function rises(chunks: Uint32Array, sizes: ChunkSizes): boolean {
  return chunks.every((chunk, place) => place === 0 || sizes.position(chunks[place - 1] ?? 0) < sizes.position(chunk));
}

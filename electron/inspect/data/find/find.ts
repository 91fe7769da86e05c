import type { CheckedRequest } from '../../../../shared/contract/calls.js';
import type { FoundCell } from '../../../../shared/contract/inspect/data.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import { byteOfIndex, indexOfElement } from '../../../engine/arrays/strides.js';
import { type ArrayAccess, type OpenDocument, requireArray } from '../../document.js';
import type { TaskOptions } from '../../inspect-service.js';
import { chosenLeaf, isNumeric, type Leaf, leavesOf } from '../leaves.js';
import { type Place, parsePlace } from './parse-place.js';
import { findExtreme, findSpecial, findValue, type Hit } from './scan.js';
import { matcherOf } from './sought-value.js';

export type FindRequest = Extract<CheckedRequest<'inspect.start'>, { kind: 'find' }>['request'];

/**
 * Finds the requested place; undefined when the array has none. `max` and `min` search the whole array, `nan`, `inf` and values
 * search from `from` on in memory order, then from the start. Throws ArgumentError for text that names no place.
 */
export async function runFind(
  document: OpenDocument,
  request: FindRequest,
  options: TaskOptions,
): Promise<FoundCell | undefined> {
  const access = requireArray(document);
  const { shape } = access.spec;
  const place = parsePlace(request.text, shape);
  if (itemCount(shape) === 0) return undefined;
  switch (place.kind) {
    case 'index':
      return foundIndex(access, place, request);
    case 'chunk':
      return { index: firstItemOfChunk(document, access, place.chunkIndex) };
    case 'max':
    case 'min':
      return foundHit(access, request, await findExtreme(access, orderedLeaf(access, request), place.kind, options));
    case 'value': {
      const leaf = chosenLeaf(leavesOf(access.spec.dtype), request.plane.field);
      const match = matcherOf(leaf.dtype, place.sought);
      return foundHit(
        access,
        request,
        await findValue(access, { leaf, match, from: elementOf(access, request) }, options),
      );
    }
    case 'nan':
    case 'inf': {
      const leaves = searchedLeaves(access, request);
      return foundHit(
        access,
        request,
        await findSpecial(access, { leaves, kind: place.kind, from: elementOf(access, request) }, options),
      );
    }
  }
}

function foundIndex(
  { spec }: ArrayAccess,
  { index, freeAxes }: Extract<Place, { kind: 'index' }>,
  { from, plane }: FindRequest,
): FoundCell {
  const now = from?.length === spec.shape.length ? from : plane.held;
  const clipped = (axis: number): number => Math.min(now[axis] ?? 0, Math.max(0, (spec.shape[axis] ?? 1) - 1));
  return {
    index: index.map((item, axis) => item ?? clipped(axis)),
    ...(freeAxes.length > 0 && { freeAxes }),
  };
}

function foundHit({ spec }: ArrayAccess, { plane }: FindRequest, hit: Hit | undefined): FoundCell | undefined {
  if (!hit) return undefined;
  const leaves = leavesOf(spec.dtype);
  const field =
    plane.field ?? leaves.findIndex(({ name, offset }) => name === hit.leaf.name && offset === hit.leaf.offset);
  return { index: indexOfElement(spec, hit.element), ...(leaves.length > 1 && { field }) };
}

/** The index of the first item that begins in the chunk. */
function firstItemOfChunk(
  { chunks: table }: OpenDocument,
  { chunkBytes, plainBytes, spec }: ArrayAccess,
  chunkIndex: number,
): readonly number[] {
  const chunks = table?.partOf ? table.count : Math.ceil(plainBytes / (chunkBytes ?? Number.NaN));
  if (Number.isNaN(chunks)) throw new ArgumentError('there are no chunks of equal size to go to');
  if (chunkIndex >= chunks) {
    throw new ArgumentError(`there is no chunk ${chunkIndex}: the array has ${chunks}, counted from 0`, {
      expected: chunks - 1,
      found: chunkIndex,
    });
  }
  if (table?.partOf) return table.partOf(chunkIndex).items.map(([start]) => start);
  const element = Math.ceil((chunkIndex * (chunkBytes ?? 0)) / spec.dtype.itemsize);
  // A chunk inside a long item has no start of an item.
  return indexOfElement(spec, Math.min(element, itemCount(spec.shape) - 1));
}

function elementOf({ spec }: ArrayAccess, { from }: FindRequest): number | undefined {
  if (from?.length !== spec.shape.length) return undefined;
  return spec.dtype.itemsize === 0 ? 0 : byteOfIndex(spec, from) / spec.dtype.itemsize;
}

function orderedLeaf({ spec }: ArrayAccess, { plane }: FindRequest): Leaf {
  const leaf = chosenLeaf(leavesOf(spec.dtype), plane.field);
  const { dtype } = leaf;
  if (isNumeric(leaf) || (dtype.kind === 'scalar' && 'Mm'.includes(dtype.code))) return leaf;
  throw new ArgumentError('these values have no order, so that none is the largest or smallest');
}

/** The leaves that can hold NaN, NaT or infinities. */
function searchedLeaves({ spec }: ArrayAccess, { plane }: FindRequest): readonly Leaf[] {
  const leaves = leavesOf(spec.dtype);
  const chosen = plane.field === undefined ? leaves : [chosenLeaf(leaves, plane.field)];
  return chosen.filter(({ dtype }) => dtype.kind === 'scalar' && 'fcMm'.includes(dtype.code));
}

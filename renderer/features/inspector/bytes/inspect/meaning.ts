import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { groupDigits, nodeName } from '../../structure/node-words.js';
import type { Field } from '../hex/field-spans.js';
import type { ByteRange } from '../hex/folds.js';

interface Meaning {
  /** The innermost part of the file that contains all of the bytes; undefined while it is loading, and when there is none. */
  readonly node?: StructureNode;
  readonly title: string;
  readonly subtitle?: string;
}

/** What bytes are part of. `trail` may be that of the selection before; `field` is always that of the bytes. */
export function meaningOf(range: ByteRange, trail: readonly StructureNode[], field: Field | undefined): Meaning {
  const at = trail.findLastIndex((node) => holds(placeOf(node), range));
  const node = trail[at];
  if (node) return { node, title: nodeName(node), ...subtitleOf(trail[at - 1]?.name) };
  if (field && holds(field, range)) return { title: field.name, ...subtitleOf(field.of) };
  return { title: 'Bytes' };
}

function subtitleOf(parent: string | undefined): { subtitle?: string } {
  if (parent === undefined) return {};
  return { subtitle: groupDigits(/header$/i.test(parent) ? `field of the ${parent}` : `in ${parent}`) };
}

function placeOf({ offsetBytes = 0, sizeBytes = 0 }: StructureNode): ByteRange {
  return { start: offsetBytes, end: offsetBytes + sizeBytes };
}

function holds(outer: ByteRange, inner: ByteRange): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}

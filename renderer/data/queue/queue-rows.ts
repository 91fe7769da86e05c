import type { JobId } from '../../../shared/contract/jobs.js';

/** The groups of the list, from top to bottom. */
export const groupNames = ['running', 'attention', 'waiting', 'finished'] as const;

export type GroupName = (typeof groupNames)[number];

/** One line of the list. Ids are unique among all lines. */
export type QueueRow =
  | { readonly kind: 'group'; readonly id: string; readonly group: GroupName; readonly isOpen: boolean }
  | { readonly kind: 'job'; readonly id: JobId; readonly group: GroupName; readonly isNext: boolean };

/** The jobs of the queue in its order. */
export interface QueueOrder {
  readonly ids: readonly JobId[];
  readonly places: ReadonlyMap<JobId, number>;
}

/** A group with at least one job. */
export interface QueueSection {
  readonly group: GroupName;
  /** Whether its jobs are listed. */
  readonly isOpen: boolean;
  /** The places of its jobs in the queue, ascending. */
  readonly places: readonly number[];
}

/** Rows [first, end). */
interface RowSpan {
  readonly first: number;
  readonly end: number;
}

/** The lines of the list, each made when it is asked for, so that a list of any length costs nothing. Immutable. */
export class QueueRows implements Iterable<QueueRow> {
  readonly length: number;
  readonly #order: QueueOrder;
  readonly #sections: readonly (QueueSection & RowSpan)[];
  readonly #nextPlace: number | undefined;

  /** `nextPlace`: the place of the job that starts next. */
  constructor(order: QueueOrder, sections: readonly QueueSection[], nextPlace?: number) {
    let end = 0;
    this.#order = order;
    this.#sections = sections.map((section) => {
      const first = end;
      end += 1 + (section.isOpen ? section.places.length : 0);
      return { ...section, first, end };
    });
    this.#nextPlace = nextPlace;
    this.length = end;
  }

  at(index: number): QueueRow | undefined {
    const section = this.#sections.find(({ first, end }) => index >= first && index < end);
    if (!section) return undefined;
    const { group, isOpen, first, places } = section;
    if (index === first) return { kind: 'group', id: groupRowId(group), group, isOpen };
    const inGroup = index - first - 1;
    const place = places[isLatestFirst(group) ? places.length - 1 - inGroup : inGroup];
    const id = place === undefined ? undefined : this.#order.ids[place];
    return id === undefined ? undefined : { kind: 'job', id, group, isNext: place === this.#nextPlace };
  }

  /** -1 for an id that is not listed, as that of a job in a closed group. */
  indexOf(id: string): number {
    const place = this.#order.places.get(id);
    for (const { group, isOpen, first, places } of this.#sections) {
      if (id === groupRowId(group)) return first;
      if (place === undefined || !isOpen) continue;
      const inGroup = indexOfPlace(places, place);
      if (places[inGroup] !== place) continue;
      return first + 1 + (isLatestFirst(group) ? places.length - 1 - inGroup : inGroup);
    }
    return -1;
  }

  /** The rows of the jobs of a group; none where it is closed or empty. */
  jobsOf(group: GroupName): RowSpan {
    const section = this.#sections.find((other) => other.group === group);
    return section ? { first: section.first + 1, end: section.end } : { first: 0, end: 0 };
  }

  *[Symbol.iterator](): Iterator<QueueRow> {
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      if (row) yield row;
    }
  }
}

function groupRowId(group: GroupName): string {
  return `group-${group}`;
}

function isLatestFirst(group: GroupName): boolean {
  return group === 'finished';
}

/** The index of a place among ascending ones, or where it belongs. */
export function indexOfPlace(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? place) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

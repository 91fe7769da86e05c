import { evenStorage, type Storage } from '../../../shared/compare/formulas.js';
import type { Goal, GoalKind, Limits } from '../../../shared/compare/goal.js';
import { speedWords } from '../../../shared/compare/words.js';
import type { StorageBandwidth } from '../../../shared/contract/compare.js';

const MIB = 2 ** 20;

/** Kinds of storage with their usual bandwidth in bytes per second. Networks: the line rate less 6 % for framing. */
export const STORAGES = {
  hdd: { label: 'Hard disk', short: 'HDD', bandwidth: 150 * MIB },
  sata: { label: 'SATA SSD', short: 'SATA', bandwidth: 500 * MIB },
  nvme: { label: 'NVMe SSD', short: 'NVMe', bandwidth: 3000 * MIB },
  gbe1: { label: '1 GbE', short: '1 GbE', bandwidth: 112 * MIB },
  gbe10: { label: '10 GbE', short: '10 GbE', bandwidth: 1120 * MIB },
  gbe25: { label: '25 GbE', short: '25 GbE', bandwidth: 2800 * MIB },
  object: { label: 'Object store', short: 'S3', bandwidth: 80 * MIB },
} as const;

export type StorageName = keyof typeof STORAGES | 'custom' | 'measured';

/** The values of the goal panel, also those of goals that are not chosen now. */
export interface GoalChoice {
  readonly kind: GoalKind;
  readonly storage: StorageName;
  /** Bytes per second. */
  readonly customBandwidth: number;
  readonly measured?: StorageBandwidth;
  readonly readsPerWrite: number;
  readonly overlap: boolean;
  readonly limits: Limits;
  /** For the goal `ratio-at-least`. */
  readonly ratio: number;
}

export const FIRST_GOAL: GoalChoice = {
  kind: 'storage',
  storage: 'sata',
  customBandwidth: 500 * MIB,
  readsPerWrite: 10,
  overlap: false,
  limits: {},
  ratio: 2,
};

/** The chosen storage. Of a measured one, a read that came from memory says nothing of the device: it counts as a write. */
export function storageOf({ storage, customBandwidth, measured, overlap }: GoalChoice): Storage {
  if (storage !== 'measured' && storage !== 'custom') return evenStorage(STORAGES[storage].bandwidth, overlap);
  if (storage === 'custom' || !measured) return evenStorage(customBandwidth, overlap);
  const { writeBytesPerSecond, readBytesPerSecond, readWas } = measured;
  const readBandwidth = readWas === 'cold' ? readBytesPerSecond : Math.min(writeBytesPerSecond, readBytesPerSecond);
  return { writeBandwidth: writeBytesPerSecond, readBandwidth, overlap };
}

/** `500 MiB/s`, or `80 MiB/s for writing, 410 MiB/s for reading`. */
export function bandwidthWords({ writeBandwidth, readBandwidth }: Storage): string {
  if (writeBandwidth === readBandwidth) return speedWords(writeBandwidth);
  return `${speedWords(writeBandwidth)} for writing, ${speedWords(readBandwidth)} for reading`;
}

export function goalOf(choice: GoalChoice): Goal {
  const { kind, readsPerWrite, ratio } = choice;
  const limits = Object.keys(choice.limits).length > 0 ? { limits: choice.limits } : {};
  switch (kind) {
    case 'storage':
      return { kind, ...storageOf(choice), readsPerWrite, ...limits };
    case 'ratio-at-least':
      return { kind, ratio, ...limits };
    default:
      return { kind, ...limits };
  }
}

/** Limits with one of them changed; undefined removes it. */
export function withLimit(limits: Limits, name: keyof Limits, value: number | undefined): Limits {
  const { [name]: _old, ...rest } = limits;
  return value === undefined ? rest : { ...rest, [name]: value };
}

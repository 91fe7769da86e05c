import type { Storage } from '../../../shared/compare/formulas.js';
import type { Goal, GoalKind, Limits } from '../../../shared/compare/goal.js';
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

/** Bytes per second; of a measured storage, the lower of its write and read bandwidths. */
export function bandwidthOf({ storage, customBandwidth, measured }: GoalChoice): number {
  if (storage === 'custom') return customBandwidth;
  if (storage === 'measured') {
    return measured ? Math.min(measured.writeBytesPerSecond, measured.readBytesPerSecond) : customBandwidth;
  }
  return STORAGES[storage].bandwidth;
}

export function storageOf(choice: GoalChoice): Storage {
  return { bandwidth: bandwidthOf(choice), overlap: choice.overlap };
}

export function goalOf(choice: GoalChoice): Goal {
  const { kind, readsPerWrite, overlap, ratio } = choice;
  const limits = Object.keys(choice.limits).length > 0 ? { limits: choice.limits } : {};
  switch (kind) {
    case 'storage':
      return { kind, bandwidth: bandwidthOf(choice), readsPerWrite, overlap, ...limits };
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

import type { RegionKind } from '../../../../shared/contract/inspect/document.js';
import { regionMarks } from '../structure/node-words.js';

interface RegionLook {
  readonly name: string;
  /** Its strong colour, of marks. */
  readonly mark: string;
  /** The ground of its swatch; bytes of reserves are not tinted. */
  readonly ground: string;
}

/** How a kind of bytes is called, as in the structure beside it, and coloured. */
export function regionLook(region: RegionKind): RegionLook {
  const { name, colour, isReserve } = regionMarks[region];
  if (isReserve) return { name, mark: 'var(--rg-reserve)', ground: 'var(--rg-reserve)' };
  return { name, mark: `var(${colour})`, ground: `var(${colour}-soft)` };
}

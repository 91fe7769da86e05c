import type { RegionKind } from '../../../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

/** `log`: small parts stay visible beside large ones. */
export type MinimapScale = 'log' | 'linear';

/** A part of the file and where the map shows it, both end-exclusive. */
export interface MapPart {
  readonly name: string;
  readonly region: RegionKind;
  readonly start: number;
  readonly end: number;
  readonly topPx: number;
  readonly bottomPx: number;
}

const gapPx = 2;
const minPx = 3;

/** The file from top to bottom; what no section covers is unknown. */
export function mapParts(
  sections: readonly StructureNode[],
  fileBytes: number,
  heightPx: number,
  scale: MinimapScale,
): readonly MapPart[] {
  const parts = wholeFile(sections, fileBytes);
  const roomPx = Math.max(0, heightPx - parts.length * (minPx + gapPx) + gapPx);
  const weightOf = ({ start, end }: Part) => (scale === 'log' ? Math.log2(1 + end - start) ** 3 : end - start);
  const weights = parts.reduce((sum, part) => sum + weightOf(part), 0);
  let topPx = 0;
  return parts.map((part) => {
    const bottomPx = topPx + minPx + (roomPx * weightOf(part)) / weights;
    const placed = { ...part, topPx, bottomPx };
    topPx = bottomPx + gapPx;
    return placed;
  });
}

type Part = Omit<MapPart, 'topPx' | 'bottomPx'>;

function wholeFile(sections: readonly StructureNode[], fileBytes: number): readonly Part[] {
  const parts: Part[] = [];
  let position = 0;
  const fillUpTo = (end: number) => {
    if (end > position) parts.push({ name: 'Unknown', region: 'unknown', start: position, end });
    position = Math.max(position, end);
  };
  for (const { name, region, offsetBytes, sizeBytes = 0 } of sections) {
    const end = Math.min(fileBytes, (offsetBytes ?? 0) + sizeBytes);
    if (offsetBytes === undefined || end <= Math.max(position, offsetBytes)) continue;
    fillUpTo(offsetBytes);
    parts.push({ name, region, start: position, end });
    position = end;
  }
  fillUpTo(fileBytes);
  return parts;
}

/** The place of a byte on the map. */
export function pxOfByte(parts: readonly MapPart[], byte: number): number {
  const part = parts.find(({ end }) => byte < end) ?? parts.at(-1);
  if (!part) return 0;
  const share = (Math.min(byte, part.end) - part.start) / (part.end - part.start);
  return part.topPx + share * (part.bottomPx - part.topPx);
}

/** The byte that a place of the map stands for; between parts, the first of the next. */
export function byteOfPx(parts: readonly MapPart[], px: number): number {
  const part = parts.find(({ bottomPx }) => px < bottomPx) ?? parts.at(-1);
  if (!part) return 0;
  const share = Math.max(0, Math.min(1, (px - part.topPx) / (part.bottomPx - part.topPx)));
  return Math.min(part.end - 1, Math.floor(part.start + share * (part.end - part.start)));
}

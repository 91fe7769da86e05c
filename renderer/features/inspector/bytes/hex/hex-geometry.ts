import { rowBytes } from './row-layout.js';

export const linePx = 22;
export const headPx = 22;

/** As in the style sheet. */
const cellPx = 22;
/** Between the two halves of a row; as in the style sheet. */
const gapPx = 8;
const padPx = 16;
const textGapPx = 6;
const characterPx = 8.6;

/** Where the parts of a row stand, in pixels from its left edge. */
export interface HexGeometry {
  /** Digits of an offset. */
  readonly digits: number;
  readonly addressPx: number;
  readonly hexPx: number;
  readonly textPx: number;
  readonly widthPx: number;
}

export function hexGeometry(fileBytes: number): HexGeometry {
  const digits = Math.max(8, Math.max(0, fileBytes - 1).toString(16).length);
  const hexPx = padPx + 74 + (digits - 8) * 8;
  const textPx = hexPx + rowBytes * cellPx + gapPx + textGapPx;
  return { digits, addressPx: padPx, hexPx, textPx, widthPx: textPx + rowBytes * characterPx + padPx };
}

/** The byte of a row at a place: of its digits, or of its character. */
export function columnAt(xPx: number, { hexPx, textPx }: HexGeometry): number {
  if (xPx >= textPx) return clampColumn((xPx - textPx) / characterPx);
  const inHex = xPx - hexPx;
  const half = (rowBytes / 2) * cellPx;
  return clampColumn((inHex < half ? inHex : Math.max(half, inHex - gapPx)) / cellPx);
}

function clampColumn(column: number): number {
  return Math.max(0, Math.min(rowBytes - 1, Math.floor(column)));
}

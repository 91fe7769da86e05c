import type { RegionKind } from '../../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { formatCount } from '../../../format/counts.js';
import { hexOffset } from '../../../format/hex.js';

/** Colours of the regions, by the names of their tokens; a reserve is hatched in the colour of what it is kept for. */
export const regionMarks = {
  header: { name: 'Bloscpack header', colour: '--rg-header', isReserve: false },
  'metadata-header': { name: 'Metadata header', colour: '--rg-metahead', isReserve: false },
  metadata: { name: 'Metadata', colour: '--rg-meta', isReserve: false },
  'metadata-reserve': { name: 'Metadata reserve', colour: '--rg-meta', isReserve: true },
  'metadata-checksum': { name: 'Metadata checksum', colour: '--rg-digest', isReserve: false },
  offsets: { name: 'Offsets', colour: '--rg-offsets', isReserve: false },
  'offsets-reserve': { name: 'Offset reserve', colour: '--rg-offsets', isReserve: true },
  'chunk-header': { name: 'Chunk headers', colour: '--rg-chunkhead', isReserve: false },
  'block-starts': { name: 'Block starts', colour: '--rg-blocks', isReserve: false },
  payload: { name: 'Payload', colour: '--rg-payload', isReserve: false },
  'chunk-checksum': { name: 'Checksums', colour: '--rg-digest', isReserve: false },
  unknown: { name: 'Unknown bytes', colour: '--rg-reserve', isReserve: true },
} as const satisfies Record<
  RegionKind,
  { readonly name: string; readonly colour: `--${string}`; readonly isReserve: boolean }
>;

/** The name with its digits grouped: `Chunk 12,345`. */
export function nodeName({ name }: Pick<StructureNode, 'name'>): string {
  return groupDigits(name);
}

/** The value with its digits grouped; checksums are hexadecimal. */
export function nodeValue({ value, region }: Pick<StructureNode, 'value' | 'region'>): string | undefined {
  return value === undefined || region.endsWith('-checksum') ? value : groupDigits(value);
}

/** Groups the digits of whole numbers in texts of the host, which does not. */
export function groupDigits(text: string): string {
  return text.replace(/(?<![\w.,])\d{4,}(?!\w|[\w.,]*\d)/g, (digits) => formatCount(BigInt(digits)));
}

/** An offset as the column shows it: `0x4A58`, or `19,032`. */
export function offsetText(offsetBytes: number, base: 'hex' | 'dec'): string {
  return base === 'hex' ? hexOffset(offsetBytes) : formatCount(offsetBytes);
}

interface RegionStyle {
  readonly name: string;
  /** Its strong colour, of marks. */
  readonly mark: string;
  /** The ground of its swatch; bytes of reserves are not tinted. */
  readonly ground: string;
}

/** The name and the colours of a kind of bytes, as in the structure. */
export function regionStyle(region: RegionKind): RegionStyle {
  const { name, colour, isReserve } = regionMarks[region];
  if (isReserve) return { name, mark: 'var(--rg-reserve)', ground: 'var(--rg-reserve)' };
  return { name, mark: `var(${colour})`, ground: `var(${colour}-soft)` };
}

import type { RegionKind } from '../../../../shared/contract/inspect/document.js';

interface RegionLook {
  /** For legends and sentences. */
  readonly label: string;
  /** Its strong colour, of marks. */
  readonly mark: string;
  /** The ground of its bytes; none for what holds nothing yet. */
  readonly ground: string;
}

function look(label: string, token: string): RegionLook {
  return { label, mark: `var(--rg-${token})`, ground: `var(--rg-${token}-soft)` };
}

const reserve = (label: string): RegionLook => ({ label, mark: 'var(--rg-reserve)', ground: 'transparent' });

/** How each kind of bytes is called and coloured, in the order of the file. */
export const regionLooks = {
  header: look('Bloscpack header', 'header'),
  'metadata-header': look('Metadata header', 'metahead'),
  metadata: look('Metadata', 'meta'),
  'metadata-reserve': reserve('Metadata reserve'),
  'metadata-checksum': look('Metadata checksum', 'digest'),
  offsets: look('Offsets', 'offsets'),
  'offsets-reserve': reserve('Offset reserve'),
  'chunk-header': look('Blosc headers', 'chunkhead'),
  'block-starts': look('Block starts', 'blocks'),
  payload: look('Streams', 'payload'),
  'chunk-checksum': look('Chunk checksums', 'digest'),
  unknown: reserve('Unknown'),
} as const satisfies Readonly<Record<RegionKind, RegionLook>>;

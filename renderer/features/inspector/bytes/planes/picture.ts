import { colourTable } from '../../../../ui/colour-maps.js';

/** Bytes a row of a picture, about: so few that each can be seen. */
const aboutWide = 256;

/** How bytes are laid out as a picture. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Rows of whole items, so that bytes of equal place in their items stand below each other. */
export function pictureSize(byteCount: number, typesize: number): PictureSize {
  const width = Math.min(Math.max(1, byteCount), typesize * Math.max(1, Math.floor(aboutWide / typesize)));
  return { width, height: Math.ceil(byteCount / width) };
}

/** A pixel a byte, row by row, in the colours of the map of ratios; nothing where the last row ends. */
export function picturePixels(bytes: Uint8Array, { width, height }: PictureSize): Uint32Array<ArrayBuffer> {
  const table = colourTable('cividis');
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < bytes.length; at++) pixels[at] = table[bytes[at] ?? 0] ?? 0;
  return pixels;
}

/** What a byte shuffle would make of a block that was packed without one: all first bytes of the items, then all second ones. */
export function shuffledBytes(plain: Uint8Array, typesize: number): Uint8Array {
  const items = Math.floor(plain.length / typesize);
  const shuffled = plain.slice();
  for (let byte = 0; byte < typesize; byte++) {
    for (let item = 0; item < items; item++) shuffled[byte * items + item] = plain[item * typesize + byte] ?? 0;
  }
  return shuffled;
}

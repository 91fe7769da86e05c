import { useEffect, useMemo, useRef } from 'react';
import { colourTable } from '../../../../ui/colour-maps.js';
import styles from './planes.module.css';

interface Props {
  readonly title: string;
  /** The description for screen readers. */
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly typesize: number;
  readonly caption: string;
}

/** Bytes as a picture: a pixel each, dark for 0 and bright for 255. */
export function BlockPicture({ title, label, bytes, typesize, caption }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useMemo(() => pictureSize(bytes.length, typesize), [bytes, typesize]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || bytes.length === 0) return;
    const pixels = picturePixels(bytes, size);
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), size.width, size.height), 0, 0);
  }, [bytes, size]);
  return (
    <figure className={styles.picture}>
      <h3>{title}</h3>
      <canvas
        ref={canvas}
        width={size.width}
        height={Math.max(1, size.height)}
        className={styles.canvas}
        role="img"
        aria-label={label}
      />
      <figcaption className="micro">{caption}</figcaption>
    </figure>
  );
}

/** Bytes a row of a picture, about: so few that each is visible. */
const aboutWide = 256;

/** How bytes are laid out as a picture. */
interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Rows of whole items, so that bytes with the same place in their items are below each other. */
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

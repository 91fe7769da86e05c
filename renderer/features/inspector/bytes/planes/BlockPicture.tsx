import { useEffect, useMemo, useRef } from 'react';
import { picturePixels, pictureSize } from './picture.js';
import styles from './planes.module.css';

interface Props {
  readonly title: string;
  /** What is seen on it, for who cannot see it. */
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

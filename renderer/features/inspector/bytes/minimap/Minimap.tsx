import { type KeyboardEvent, type PointerEvent, useMemo } from 'react';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { hexOffset } from '../../../../format/hex.js';
import { useSize } from '../../chunks/use-size.js';
import { regionStyle } from '../../structure/node-words.js';
import type { ByteRange } from '../hex/folds.js';
import styles from './minimap.module.css';
import { byteOfPx, type MapPart, type MinimapScale, mapParts, pxOfByte } from './minimap-scale.js';

interface Props {
  readonly sections: readonly StructureNode[];
  readonly fileBytes: number;
  /** From the first to the last byte in view. */
  readonly inView: ByteRange;
  /** Where the cursor is. */
  readonly active: number;
  readonly scale: MinimapScale;
  readonly onGo: (byte: number) => void;
}

const minMarkPx = 6;

/** A map of the parts of the file from top to bottom, with the bytes in view marked; a press goes to its place. */
export function Minimap({ sections, fileBytes, inView, active, scale, onGo }: Props) {
  const [box, { height }] = useSize();
  const parts = useMemo(() => mapParts(sections, fileBytes, height, scale), [sections, fileBytes, height, scale]);
  const here = parts.findIndex(({ end }) => active < end);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = partAfterKey(event.key, here, parts);
    if (!next) return;
    event.preventDefault();
    onGo(next.start);
  };
  const go = (event: PointerEvent<HTMLDivElement>) => {
    onGo(byteOfPx(parts, event.clientY - event.currentTarget.getBoundingClientRect().top));
  };
  const markTop = pxOfByte(parts, inView.start);
  const markBottom = Math.max(markTop + minMarkPx, pxOfByte(parts, inView.end));
  return (
    <div className={styles.frame}>
      <div
        ref={box}
        className={styles.map}
        role="slider"
        aria-label="Map of the file by region"
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, fileBytes - 1)}
        aria-valuenow={active}
        aria-valuetext={`${hexOffset(active)}, ${parts[here]?.name ?? ''}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
        }}
      >
        {parts.map(({ name, region, start, topPx, bottomPx }) => (
          <i
            key={start}
            title={name}
            className={styles.part}
            style={{ top: topPx, height: bottomPx - topPx, background: regionStyle(region).mark }}
          />
        ))}
        <i
          className={styles.mark}
          style={{ top: Math.min(markTop, height - minMarkPx), height: markBottom - markTop }}
        />
      </div>
    </div>
  );
}

/** Arrows go to where parts begin, Home and End to the first and last one. */
function partAfterKey(key: string, here: number, parts: readonly MapPart[]): MapPart | undefined {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowLeft':
      return parts[Math.max(0, here - 1)];
    case 'ArrowDown':
    case 'ArrowRight':
      return parts[Math.min(parts.length - 1, here + 1)];
    case 'Home':
      return parts[0];
    case 'End':
      return parts.at(-1);
    default:
      return undefined;
  }
}

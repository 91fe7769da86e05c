import { classNames } from '../../../../ui/class-names.js';
import { MapCard } from './MapCard.js';
import styles from './map.module.css';
import { chunksOfCell, type MapLayout, placeOfCell } from './map-layout.js';
import type { ShownMap } from './map-loader.js';
import type { MapScale } from './map-scale.js';

interface RingProps {
  readonly layout: MapLayout;
  readonly cell: number;
  readonly hovered?: boolean;
}

/** Around the cell of the selected chunk, or the one under the pointer. */
export function CellRing({ layout, cell, hovered = false }: RingProps) {
  const { x, y, width, height } = placeOfCell(layout, cell);
  return (
    <i
      className={classNames(styles.ring, hovered && styles.hovered)}
      style={{ left: x, top: y, width: Math.max(3, width - 1), height: Math.max(3, height - 1) }}
    />
  );
}

interface CardProps {
  readonly shown: ShownMap;
  readonly scale: MapScale;
  readonly cell: number;
}

/** Below a cell, at the side where there is room. */
export function CellCard({ shown: { layout, values, what }, scale, cell }: CardProps) {
  const { x, y, width, height } = placeOfCell(layout, cell);
  const flipX = x > (layout.columns * layout.cellWidth) / 2;
  return (
    <MapCard
      chunks={chunksOfCell(layout, cell)}
      cell={cell}
      values={values}
      subject={what}
      scale={scale}
      left={flipX ? x - 4 : x + width + 4}
      top={y + height + 6}
      flipX={flipX}
    />
  );
}

import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import { tickTexts, wholeTicksBetween } from '../../../ui/charts/axis-ticks.js';
import { columnToX, type HeatmapFrame, rowToY } from './heatmap-geometry.js';
import plots from './plots.module.css';

interface Props {
  readonly width: number;
  readonly height: number;
  readonly frame: HeatmapFrame;
  readonly active: GridPlace;
  /** Items of the axes that a row and a column of the plane stand for. */
  readonly steps: { readonly row: number; readonly column: number };
}

/** Frame, ticks and the crosshair of the active cell. The canvas below handles the pointer. */
export function HeatmapAxes({ width, height, frame, active, steps }: Props) {
  const { box, part } = frame;
  const bottom = box.y + box.height;
  const rowTicks = wholeTicksBetween(part.rowStart, part.rowEnd, Math.max(2, box.height / 36));
  const columnTicks = wholeTicksBetween(part.columnStart, part.columnEnd, Math.max(2, box.width / 56));
  const rowTexts = tickTexts(rowTicks.map((row) => row * steps.row)).texts;
  const columnTexts = tickTexts(columnTicks.map((column) => column * steps.column)).texts;
  const x = columnToX(frame, active.column + 0.5);
  const y = rowToY(frame, active.row + 0.5);
  const isIn = x >= box.x && x <= box.x + box.width && y >= box.y && y <= bottom;
  const cross = `M${x} ${box.y}V${y - 7}M${x} ${y + 7}V${bottom}M${box.x} ${y}H${x - 7}M${x + 7} ${y}H${box.x + box.width}`;
  return (
    <svg className={plots.overlay} width={width} height={height} aria-hidden="true">
      <rect className={plots.frame} x={box.x - 0.5} y={box.y - 0.5} width={box.width + 1} height={box.height + 1} />
      {rowTicks.map((row, at) => (
        <text key={row} x={box.x - 6} y={rowToY(frame, row) + 4} textAnchor="end">
          {rowTexts[at]}
        </text>
      ))}
      {columnTicks.map((column, at) => (
        <g key={column}>
          <path className={plots.axis} d={`M${columnToX(frame, column)} ${bottom}v4`} />
          <text x={columnToX(frame, column)} y={bottom + 16} textAnchor="middle">
            {columnTexts[at]}
          </text>
        </g>
      ))}
      {isIn && (
        <g fill="none">
          <path className={plots.crossHalo} d={cross} />
          <path className={plots.cross} d={cross} />
          <rect className={plots.crossHalo} x={x - 5} y={y - 5} width={10} height={10} />
          <rect className={plots.cross} x={x - 5} y={y - 5} width={10} height={10} />
        </g>
      )}
    </svg>
  );
}

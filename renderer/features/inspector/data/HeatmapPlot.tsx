import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import type { CellPart } from './cell-range.js';
import { HeatmapAxes } from './HeatmapAxes.js';
import styles from './heatmap.module.css';
import { type HeatmapFrame, placeAtPoint, sharesAt } from './heatmap-geometry.js';
import { type Colouring, heatmapPixels } from './heatmap-image.js';
import { movePart, zoomPart } from './plot-part.js';
import type { Heatmap } from './use-heatmap.js';

interface Props {
  /** Of the element, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly frame: HeatmapFrame;
  readonly heatmap: Heatmap | undefined;
  readonly colouring: Colouring;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly steps: { readonly row: number; readonly column: number };
  readonly active: GridPlace;
  readonly label: string;
  readonly onActive: (place: GridPlace) => void;
  readonly onPart: (part: CellPart | undefined) => void;
  /** The cell under the pointer; undefined when it has left. */
  readonly onHover: (place: GridPlace | undefined) => void;
}

const zoomSteps = { '+': 0.5, '=': 0.5, '-': 2 } as const;
const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] } as const;

/** The heatmap, each value one pixel or more. The wheel zooms, dragging moves, a click activates a cell. */
export function HeatmapPlot(props: Props) {
  const { width, height, frame, heatmap, colouring, size, active, onActive, onPart, onHover } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pressed = useRef<{ x: number; y: number; part: CellPart; moved: boolean }>(undefined);
  const picture = useMemo(
    () => heatmap && { heatmap, pixels: heatmapPixels(heatmap, colouring) },
    [heatmap, colouring],
  );
  useEffect(() => {
    if (canvas.current) paint(canvas.current, frame, picture);
  }, [frame, picture]);
  useWheelZoom(canvas, frame, size, onPart);
  const pointOf = (event: PointerEvent<HTMLCanvasElement>) => ({
    x: event.nativeEvent.offsetX + frame.box.x,
    y: event.nativeEvent.offsetY + frame.box.y,
  });
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const press = pressed.current;
    const { x, y } = pointOf(event);
    onHover(placeAtPoint(frame, x, y));
    if (!press) return;
    press.moved ||= Math.hypot(x - press.x, y - press.y) > 4;
    const { part } = press;
    const rows = ((press.y - y) / frame.box.height) * (part.rowEnd - part.rowStart) * (frame.flipped ? -1 : 1);
    const columns = ((press.x - x) / frame.box.width) * (part.columnEnd - part.columnStart);
    if (press.moved) onPart(movePart(part, size, Math.round(rows), Math.round(columns)));
  };
  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>) => {
    const { x, y } = pointOf(event);
    const place = pressed.current?.moved ? undefined : placeAtPoint(frame, x, y);
    pressed.current = undefined;
    if (place) onActive(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const factor = zoomSteps[event.key as keyof typeof zoomSteps];
    const arrow = arrows[event.key as keyof typeof arrows];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (factor) onPart(zoomPart(frame.part, size, factor, shareOfPlace(frame.part, active)));
    else if (event.key === '0') onPart(undefined);
    else if (arrow) onActive(stepPlace(active, arrow, frame, heatmap, size));
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.plot} style={{ height }}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        data-loading={heatmap ? undefined : ''}
        style={{ left: frame.box.x, top: frame.box.y, width: frame.box.width, height: frame.box.height }}
        role="img"
        aria-label={props.label}
        aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight + - 0"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pressed.current = { ...pointOf(event), part: frame.part, moved: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => onHover(undefined)}
        onDoubleClick={() => onPart(undefined)}
      />
      <HeatmapAxes width={width} height={height} frame={frame} active={active} steps={props.steps} />
    </div>
  );
}

/** The listeners of React are passive; this one prevents the page from scrolling. */
function useWheelZoom(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  frame: HeatmapFrame,
  size: Props['size'],
  onPart: Props['onPart'],
): void {
  const latest = useRef({ frame, size, onPart });
  useEffect(() => {
    latest.current = { frame, size, onPart };
  });
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent) => {
      const now = latest.current;
      const shares = sharesAt(now.frame, event.offsetX + now.frame.box.x, event.offsetY + now.frame.box.y);
      if (!shares) return;
      event.preventDefault();
      now.onPart(zoomPart(now.frame.part, now.size, event.deltaY > 0 ? 1.25 : 0.8, shares));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [canvas]);
}

/** Draws the loaded values at their place in the frame, also when they are of another part, until those of the part are loaded. */
function paint(
  canvas: HTMLCanvasElement,
  frame: HeatmapFrame,
  picture: { readonly heatmap: Heatmap; readonly pixels: Uint32Array } | undefined,
): void {
  const { width, height } = frame.box;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context || !picture || picture.heatmap.rows === 0 || picture.heatmap.columns === 0) return;
  context.scale(scale, scale);
  drawHeatmap(context, picture, { ...frame, box: { ...frame.box, x: 0, y: 0 } });
}

/** Draws values into the box of a frame, each over the rows and columns that it represents. */
export function drawHeatmap(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { heatmap, pixels }: { readonly heatmap: Heatmap; readonly pixels: Uint32Array },
  { box, part, flipped }: HeatmapFrame,
): void {
  const image = new OffscreenCanvas(heatmap.columns, heatmap.rows);
  // ImageData takes no shared buffers, and this is none.
  const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer);
  image.getContext('2d')?.putImageData(new ImageData(bytes, heatmap.columns, heatmap.rows), 0, 0);
  const rowPx = box.height / (part.rowEnd - part.rowStart);
  const columnPx = box.width / (part.columnEnd - part.columnStart);
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  if (flipped) {
    context.translate(0, 2 * box.y + box.height);
    context.scale(1, -1);
  }
  context.imageSmoothingEnabled = false;
  context.drawImage(
    image,
    box.x + (heatmap.part.columnStart - part.columnStart) * columnPx,
    box.y + (heatmap.part.rowStart - part.rowStart) * rowPx,
    heatmap.columns * heatmap.columnStep * columnPx,
    heatmap.rows * heatmap.rowStep * rowPx,
  );
  context.restore();
}

function shareOfPlace(part: CellPart, { row, column }: GridPlace): { x: number; y: number } {
  const share = (at: number, start: number, end: number) => Math.max(0, Math.min(1, (at - start) / (end - start)));
  return { x: share(column, part.columnStart, part.columnEnd), y: share(row, part.rowStart, part.rowEnd) };
}

/** The place one value of the picture further. */
function stepPlace(
  { row, column }: GridPlace,
  [down, across]: readonly [number, number],
  { flipped }: HeatmapFrame,
  heatmap: Heatmap | undefined,
  size: Props['size'],
): GridPlace {
  const rows = down * (heatmap?.rowStep ?? 1) * (flipped ? -1 : 1);
  const columns = across * (heatmap?.columnStep ?? 1);
  return {
    row: Math.max(0, Math.min(size.rows - 1, row + rows)),
    column: Math.max(0, Math.min(size.columns - 1, column + columns)),
  };
}

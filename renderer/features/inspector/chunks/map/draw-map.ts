import { colourAt } from '../../../../ui/colour-maps.js';
import { type MapLayout, placeOfCell } from './map-layout.js';
import type { MapScale, Paint, Statistic } from './map-scale.js';
import type { MapValues } from './map-values.js';

interface Drawing {
  readonly layout: MapLayout;
  readonly values: MapValues;
  readonly scale: MapScale;
  readonly statistic: Statistic;
}

/** Narrower cells have no gaps between them. */
const MIN_CELL_WITH_GAP = 5;
/** A ramp is drawn with that many colours, each computed once. */
const RAMP_STEPS = 256;

/** Draws all cells of the map, and makes the canvas as large as they need, in the device's own pixels. */
export function drawMap(canvas: HTMLCanvasElement, { layout, values, scale, statistic }: Drawing): void {
  const density = window.devicePixelRatio;
  const { columns, rows, cells, cellWidth, cellHeight } = layout;
  canvas.width = Math.round(columns * cellWidth * density);
  canvas.height = Math.round(rows * cellHeight * density);
  const context = canvas.getContext('2d');
  if (!context) return;
  const fills = new Fills(context, density);
  const gap = Math.min(cellWidth, cellHeight) >= MIN_CELL_WITH_GAP ? 1 : 0;
  for (let cell = 0; cell < cells; cell++) {
    const { x, y, width, height } = placeOfCell(layout, cell);
    const left = Math.round(x * density);
    const top = Math.round(y * density);
    const right = Math.round((x + width) * density) - gap;
    const bottom = Math.round((y + height) * density) - gap;
    const paint = scale.paint(values, cell, statistic);
    context.fillStyle = fills.of(paint);
    context.fillRect(left, top, right - left, bottom - top);
    if (gap > 0) drawEdge(context, fills.edge, left, top, right, bottom);
    if (paint.kind === 'token' && paint.marked) markCell(context, fills.mark, left, top, right, bottom);
  }
}

/** An edge inside the cell: on a dark ground the darkest colours, and chunks that are not known, would be invisible. */
function drawEdge(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  if (colour === 'transparent') return;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
}

/** A square in the middle, for states that must be recognisable without colours. */
function markCell(
  context: CanvasRenderingContext2D,
  fill: string,
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  const side = Math.max(1, Math.round(Math.min(right - left, bottom - top) / 3));
  context.fillStyle = fill;
  context.fillRect(Math.round((left + right - side) / 2), Math.round((top + bottom - side) / 2), side, side);
}

/** Colours and patterns of one drawing: each is made once. */
class Fills {
  readonly mark: string;
  readonly edge: string;
  readonly #ramp: (string | undefined)[] = [];
  readonly #tokens = new Map<string, string>();
  readonly #style = getComputedStyle(document.documentElement);
  readonly #hatch: CanvasPattern | string;

  constructor(context: CanvasRenderingContext2D, density: number) {
    this.mark = this.#token('--surface');
    this.edge = this.#token('--mark-edge');
    this.#hatch = hatch(context, density, this.#token('--surface'), this.#token('--ink-3')) ?? this.#token('--nan');
  }

  of(paint: Paint): string | CanvasPattern {
    switch (paint.kind) {
      case 'ramp': {
        const step = Math.round(paint.share * (RAMP_STEPS - 1));
        this.#ramp[step] ??= colourAt('cividis', step / (RAMP_STEPS - 1));
        return this.#ramp[step];
      }
      case 'token':
        return this.#token(paint.token);
      case 'hatch':
        return this.#hatch;
      case 'unknown':
        return this.#token('--sunken');
    }
  }

  #token(name: string): string {
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const colour = this.#style.getPropertyValue(name).trim();
    this.#tokens.set(name, colour);
    return colour;
  }
}

/** Diagonal lines, as those of the legend. */
function hatch(context: CanvasRenderingContext2D, density: number, ground: string, line: string): CanvasPattern | null {
  const side = Math.round(5 * density);
  const tile = new OffscreenCanvas(side, side);
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = line;
  pen.lineWidth = Math.max(1, 1.25 * density);
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift, side);
    pen.lineTo(shift + side, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}

import { plotCanvas } from '../../../app/files/save-pictures.js';
import { colourAt } from '../../../ui/colour-maps.js';
import { drawHeatmap } from './HeatmapPlot.js';
import type { HeatmapFrame } from './heatmap-geometry.js';
import { type Colouring, heatmapPixels } from './heatmap-image.js';
import { pixelWords } from './heatmap-words.js';
import type { Heatmap } from './use-heatmap.js';

export interface HeatmapPicture {
  readonly heatmap: Heatmap;
  readonly colouring: Colouring;
  readonly frame: HeatmapFrame;
  /** `rows 24,000 to 27,999, all columns`. */
  readonly title: string;
}

/** So that the lines above a narrow heatmap can be read. */
const leastWidth = 360;
const barHeight = 10;
/** Of the colour bar with its limits, below the values. */
const footHeight = 40;
const barSteps = 128;

/** A heatmap as it is drawn in the page, with the name of the file, what it shows, and its colours from the lowest to the highest limit. */
export function pictureOf(file: string, picture: HeatmapPicture, scale: 1 | 2): HTMLCanvasElement {
  const { heatmap, colouring, frame, title } = picture;
  const { width, height } = frame.box;
  const { map, scale: values, limits } = colouring;
  const text = (limit: number) => heatmap.notation.text(limit, limits.high - limits.low);
  const settings = `${title}; ${map}, ${values}. ${pixelWords(heatmap)}.`;
  const pictureWidth = Math.max(width, leastWidth);
  const { canvas, context, headPx } = plotCanvas(pictureWidth, height + footHeight, scale, [file, settings]);
  const box = { x: (pictureWidth - width) / 2, y: headPx, width, height };
  const ink = context.fillStyle;
  drawHeatmap(context, { heatmap, pixels: heatmapPixels(heatmap, colouring) }, { ...frame, box });
  const top = headPx + height + 8;
  for (let step = 0; step < barSteps; step++) {
    context.fillStyle = colourAt(map, step / (barSteps - 1));
    context.fillRect((step / barSteps) * pictureWidth, top, pictureWidth / barSteps + 1, barHeight);
  }
  context.fillStyle = ink;
  context.fillText(text(limits.low), 0, top + barHeight + 14);
  context.textAlign = 'right';
  context.fillText(text(limits.high), pictureWidth, top + barHeight + 14);
  return canvas;
}

import { saveBlob, toCsv } from '../../../app/files/save-files.js';
import { plotCanvas, saveCanvas, savePng, standaloneSvg, titleHeight } from '../../../app/files/save-pictures.js';
import { useToast } from '../../../ui/Toasts.js';
import { useDocument } from '../model/document-context.js';
import { drawHeatmap } from './HeatmapPlot.js';
import type { HeatmapFrame } from './heatmap-geometry.js';
import { type Colouring, heatmapPixels } from './heatmap-image.js';
import { pixelWords } from './heatmap-words.js';
import type { Heatmap } from './use-heatmap.js';

interface HeatmapPicture {
  readonly heatmap: Heatmap;
  readonly colouring: Colouring;
  readonly frame: HeatmapFrame;
  /** `rows 24,000 to 27,999, all columns`. */
  readonly title: string;
  readonly steps: { readonly row: number; readonly column: number };
}

type Numbers = readonly (readonly (string | number)[])[];

/** Saves plots: as pictures, with a line that names the file and the part they show, and as numbers. */
export function useSavePlot() {
  const { overview } = useDocument();
  const toast = useToast();
  const file = overview.member ? `${overview.file.name} ${overview.member}` : overview.file.name;
  const nameOf = (what: string, extension: string) => `${file} ${what}.${extension}`.replace(/[/\\:]/g, '_');
  const reportFailure = (work: Promise<void>) => {
    work.catch((cause) => toast({ tone: 'bad', text: `The picture could not be made: ${String(cause)}` }));
  };
  return {
    csv: (what: string, heads: readonly string[], rows: Numbers) =>
      saveBlob(new Blob([toCsv(heads, rows)], { type: 'text/csv' }), nameOf(what, 'csv')),
    heatmapPng: ({ heatmap, colouring, frame, title }: HeatmapPicture, scale: 1 | 2) => {
      const { width, height } = frame.box;
      const { map, scale: values, limits } = colouring;
      const [low, high] = [limits.low, limits.high].map((limit) =>
        heatmap.notation.text(limit, limits.high - limits.low),
      );
      const settings = `${title}; ${map}, ${values}, ${low} to ${high}. ${pixelWords(heatmap)}.`;
      const canvas = plotCanvas(width, height, scale, [file, settings]);
      const box = { x: 0, y: titleHeight, width, height };
      drawHeatmap(canvas.context, { heatmap, pixels: heatmapPixels(heatmap, colouring) }, { ...frame, box });
      reportFailure(saveCanvas(canvas.canvas, nameOf('heatmap', 'png')));
    },
    heatmapCsv: (heatmap: Heatmap, steps: HeatmapPicture['steps']) => {
      const { part, rows, columns, rowStep, columnStep, values } = heatmap;
      const heads = Array.from(
        { length: columns },
        (_, at) => `${(part.columnStart + at * columnStep) * steps.column}`,
      );
      const lines = Array.from({ length: rows }, (_, at) => [
        (part.rowStart + at * rowStep) * steps.row,
        ...Array.from(values.subarray(at * columns, (at + 1) * columns), (value) => heatmap.notation.exact(value)),
      ]);
      saveBlob(new Blob([toCsv(['', ...heads], lines)], { type: 'text/csv' }), nameOf('heatmap', 'csv'));
    },
    svg: (chart: SVGSVGElement, title: string) =>
      saveBlob(new Blob([standaloneSvg(chart, [file, title])], { type: 'image/svg+xml' }), nameOf(title, 'svg')),
    svgPng: (chart: SVGSVGElement, title: string, scale: 1 | 2) =>
      reportFailure(savePng(chart, [file, title], scale, nameOf(title, 'png'))),
  } as const;
}

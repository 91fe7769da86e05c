import { saveBlob, toCsv } from '../../../app/files/save-files.js';
import { saveCanvas, savePng, standaloneSvg } from '../../../app/files/save-pictures.js';
import { useToast } from '../../../ui/Toasts.js';
import { useDocument } from '../model/document-context.js';
import { type HeatmapPicture, pictureOf } from './heatmap-picture.js';
import type { Heatmap } from './use-heatmap.js';

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
    heatmapPng: (picture: HeatmapPicture, scale: 1 | 2) =>
      reportFailure(saveCanvas(pictureOf(file, picture, scale), nameOf('heatmap', 'png'))),
    heatmapCsv: (heatmap: Heatmap, steps: { readonly row: number; readonly column: number }) => {
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

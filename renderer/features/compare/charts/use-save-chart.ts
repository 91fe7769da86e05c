import { saveBlob, savePng, standaloneSvg, toCsv } from '../../../app/files/save-files.js';
import { useFailureToast } from '../../../ui/Toasts.js';
import type { ChartTable } from './chart-table.js';

/** Pixels of a saved picture for one of the page. */
const PNG_SCALE = 2;

/** Saves a chart as a file of the page: as a picture with the lines that say what it was measured on, or its numbers. */
export function useSaveChart(title: string, caption: readonly string[]) {
  const failed = useFailureToast();
  const name = (extension: string) => `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${extension}`;
  const linesFor = (chart: SVGSVGElement) => [title, ...wrapped(caption, chart.getBoundingClientRect().width)];
  return {
    svg: (chart: SVGSVGElement | undefined) => {
      if (chart) saveBlob(new Blob([standaloneSvg(chart, linesFor(chart))], { type: 'image/svg+xml' }), name('svg'));
    },
    png: (chart: SVGSVGElement | undefined) => {
      if (!chart) return;
      savePng(chart, linesFor(chart), PNG_SCALE, name('png')).catch((cause) =>
        failed(cause, 'The picture could not be made'),
      );
    },
    csv: ({ heads, rows }: ChartTable) => saveBlob(new Blob([toCsv(heads, rows)], { type: 'text/csv' }), name('csv')),
  } as const;
}

/** Lines short enough for a picture of this width, in which a letter takes about six pixels. */
function wrapped(words: readonly string[], width: number): readonly string[] {
  const most = Math.max(40, Math.floor(width / 6.2));
  return words.flatMap((text) => {
    const lines = [''];
    for (const word of text.split(' ')) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && last.length + word.length >= most) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines;
  });
}

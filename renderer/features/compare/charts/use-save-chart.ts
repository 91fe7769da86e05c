import { toContractError } from '../../../api/call-error.js';
import { useToast } from '../../../ui/Toasts.js';
import {
  plotCanvas,
  saveBlob,
  saveCanvas,
  standaloneSvg,
  titleHeight,
  toCsv,
} from '../../inspector/data/save-files.js';
import type { ChartTable } from './chart-table.js';

/** Pixels of a saved picture for one of the page. */
const PNG_SCALE = 2;

/** Saves a chart as a file of the page: as a picture with the lines that say what it was measured on, or its numbers. */
export function useSaveChart(title: string, caption: readonly string[]) {
  const toast = useToast();
  const name = (extension: string) => `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${extension}`;
  const lines = [title, caption.join(' ')];
  return {
    svg: (chart: SVGSVGElement | undefined) => {
      if (chart) saveBlob(new Blob([standaloneSvg(chart, lines)], { type: 'image/svg+xml' }), name('svg'));
    },
    png: (chart: SVGSVGElement | undefined) => {
      if (!chart) return;
      savePng(chart, lines, name('png')).catch((cause) =>
        toast({ tone: 'bad', text: `The picture could not be made: ${toContractError(cause).message}` }),
      );
    },
    csv: ({ heads, rows }: ChartTable) => saveBlob(new Blob([toCsv(heads, rows)], { type: 'text/csv' }), name('csv')),
  } as const;
}

async function savePng(chart: SVGSVGElement, lines: readonly string[], name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([standaloneSvg(chart, lines)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { width, height } = chart.getBoundingClientRect();
    const { canvas, context } = plotCanvas(width, height, PNG_SCALE, []);
    context.drawImage(image, 0, 0, width, height + titleHeight);
    await saveCanvas(canvas, name);
  } finally {
    URL.revokeObjectURL(url);
  }
}

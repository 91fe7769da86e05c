import { saveBlob } from './save-files.js';

/** Height of the text lines above a picture, in pixels. */
function headHeight(lines: readonly string[]): number {
  return Math.max(40, 8 + lines.length * 16);
}

/** Lines of at most a picture's width; a letter has about six pixels. */
function wrapped(texts: readonly string[], widthPx: number): readonly string[] {
  const most = Math.max(40, Math.floor(widthPx / 6.2));
  return texts.flatMap((text) => {
    const lines = [''];
    for (const word of text.split(' ')) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && last.length + word.length >= most) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines;
  });
}

/**
 * A canvas with space for a picture below the given texts, which are drawn in the colours of the page and take `headPx`. The first is
 * the title.
 */
export function plotCanvas(width: number, height: number, scale: number, texts: readonly string[]) {
  const lines = wrapped(texts, width);
  const headPx = texts.length === 0 ? 0 : headHeight(lines);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round((height + headPx) * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser cannot draw on a canvas.');
  context.scale(scale, scale);
  const style = getComputedStyle(document.documentElement);
  context.fillStyle = style.getPropertyValue('--plot');
  context.fillRect(0, 0, width, height + headPx);
  context.fillStyle = style.getPropertyValue('--ink');
  lines.forEach((line, at) => {
    context.font = `${at === 0 ? 600 : 400} 12px ${style.getPropertyValue('--font-ui')}`;
    context.fillText(line, 0, 15 + at * 16, width);
  });
  return { canvas, context, headPx };
}

export async function saveCanvas(canvas: HTMLCanvasElement, name: string): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the browser cannot make a picture of this size');
  saveBlob(blob, name);
}

/** Properties that style sheets set and that a standalone file must contain. */
const copiedProperties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-linejoin',
  'stroke-dasharray',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];

/** An entry of a legend: what a colour of the chart means. `colour` is a CSS colour or variable. */
export interface LegendKey {
  readonly name: string;
  readonly colour: string;
}

/** A chart of the page as an SVG file, with its colours and fonts, and texts, of which the first is the title, and a legend above it. */
export function standaloneSvg(chart: SVGSVGElement, texts: readonly string[], keys: readonly LegendKey[] = []): string {
  // A clone has the type of the original.
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const marks = [...copy.querySelectorAll<SVGElement>('*')];
  [...chart.querySelectorAll('*')].forEach((mark, at) => {
    const style = getComputedStyle(mark);
    for (const name of copiedProperties) marks[at]?.setAttribute(name, style.getPropertyValue(name));
    marks[at]?.removeAttribute('class');
    marks[at]?.removeAttribute('style');
  });
  const { width, height } = chart.getBoundingClientRect();
  const lines = wrapped(texts, width);
  const ink = getComputedStyle(chart).color;
  const words = lines.map(
    (line, at) =>
      `<text x="0" y="${15 + at * 16}" fill="${ink}" font-family="sans-serif" font-size="12"${at === 0 ? ' font-weight="600"' : ''}>${escapeXml(line)}</text>`,
  );
  const height0 = headHeight(keys.length > 0 ? [...lines, ''] : lines);
  const legend = legendMarks(keys, 15 + lines.length * 16, ink);
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--plot');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + height0}">`,
    `<rect width="100%" height="100%" fill="${ground}"/>`,
    ...words,
    ...legend,
    `<g transform="translate(0 ${height0})">${copy.innerHTML}</g>`,
    '</svg>',
  ].join('\n');
}

/** A letter has about so many pixels. */
const LETTER_PX = 6.5;

/** Swatches and names in one row; `y` is the baseline of the text. */
function legendMarks(keys: readonly LegendKey[], y: number, ink: string): readonly string[] {
  let x = 0;
  return keys.map(({ name, colour }) => {
    const left = x;
    x += 30 + name.length * LETTER_PX;
    return [
      `<rect x="${left}" y="${y - 9}" width="10" height="10" fill="${escapeXml(resolvedColour(colour))}"/>`,
      `<text x="${left + 15}" y="${y}" fill="${ink}" font-family="sans-serif" font-size="12">${escapeXml(name)}</text>`,
    ].join('');
  });
}

/** A variable of the page's style, such as `var(--codec-lz4)`, has no meaning in a file. */
function resolvedColour(colour: string): string {
  const [, variable] = /^var\((--[\w-]+)\)$/.exec(colour) ?? [];
  return variable === undefined ? colour : getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

/** Saves a chart of the page, with texts and a legend above it, as a PNG file. */
export async function savePng(
  chart: SVGSVGElement,
  texts: readonly string[],
  scale: number,
  name: string,
  keys: readonly LegendKey[] = [],
): Promise<void> {
  const url = URL.createObjectURL(new Blob([standaloneSvg(chart, texts, keys)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { width, height } = image;
    const { canvas, context } = plotCanvas(width, height, scale, []);
    context.drawImage(image, 0, 0, width, height);
    await saveCanvas(canvas, name);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

import type { MeasuredCodec } from './setting.js';

/** A codec's colours on light and dark backgrounds, `#RRGGBB`, and its SVG dash pattern, which does not depend on colour. */
export interface CodecMark {
  readonly light: string;
  readonly dark: string;
  readonly dash: string | undefined;
  readonly strokeWidth: number;
}

/** Plain copy is the baseline: memcpy, no compression, npy. Contrast and separation are computed in the tests. */
export const CODEC_MARKS = {
  blosclz: { light: '#AF8417', dark: '#FCA106', dash: undefined, strokeWidth: 1.75 },
  lz4: { light: '#3288FA', dark: '#6AA3E6', dash: undefined, strokeWidth: 1.75 },
  lz4hc: { light: '#004BA3', dark: '#3E779C', dash: '9 4', strokeWidth: 1.75 },
  snappy: { light: '#FF147B', dark: '#E6C8DC', dash: '1.5 3', strokeWidth: 1.75 },
  zlib: { light: '#944508', dark: '#B0672A', dash: '9 3 2 3', strokeWidth: 1.75 },
  zstd: { light: '#178167', dark: '#46ECA6', dash: undefined, strokeWidth: 2.75 },
  copy: { light: '#8F8894', dark: '#879487', dash: '4 3', strokeWidth: 1.75 },
} as const satisfies Record<MeasuredCodec, CodecMark>;

/** The backgrounds of marks, by theme. */
export const GROUNDS = {
  light: ['#FFFFFF', '#F6F7F9'],
  dark: ['#1B1F24', '#0F1216'],
} as const;

/** Non-text marks have at least this contrast (WCAG 2.1, 1.4.11). */
export const MIN_CONTRAST = 3;

/** Smallest difference of two codecs' colours, CIEDE2000, with normal or any simulated colour vision. */
export const MIN_SEPARATION = { light: 13.6, dark: 16.4 } as const;

import type { MeasuredCodec } from '../../../../shared/compare/setting.js';
import type { ShuffleName } from '../../../../shared/format/codecs.js';

/** The token of a codec's colour. */
export function codecColour(codec: MeasuredCodec): string {
  return `var(--codec-${codec === 'copy' ? 'baseline' : codec})`;
}

/** The token of a codec's dash. */
export function codecDash(codec: MeasuredCodec): string {
  return `var(--dash-${codec === 'copy' ? 'baseline' : codec})`;
}

export function codecStroke(codec: MeasuredCodec): number {
  return codec === 'zstd' ? 2.75 : 1.75;
}

interface ShapeProps {
  readonly shuffle: ShuffleName | 'copy';
}

/** The shape of a filter around the origin: circle, triangle, diamond; a square for the plain copy. */
export function FilterShape({ shuffle }: ShapeProps) {
  switch (shuffle) {
    case 'none':
      return <circle r="4.6" />;
    case 'byte':
      return <path d="M0-5.4 5 3.8H-5z" />;
    case 'bit':
      return <path d="M0-5.8 5.8 0 0 5.8-5.8 0z" />;
    case 'copy':
      return <rect x="-4.5" y="-4.5" width="9" height="9" />;
  }
}

interface FilterMarkProps extends ShapeProps {
  /** Fill colour; without it, the shape is an outline. */
  readonly colour?: string;
}

/** A filter's shape in a line of text. */
export function FilterMark({ shuffle, colour }: FilterMarkProps) {
  return (
    <svg width="12" height="12" viewBox="-7 -7 14 14" aria-hidden="true">
      <g fill={colour ?? 'none'} stroke={colour ?? 'var(--ink-2)'} strokeWidth="1.5">
        <FilterShape shuffle={shuffle} />
      </g>
    </svg>
  );
}

/** A line of a chart, as a sample beside its name. */
export function LineSample({ codec }: { readonly codec: MeasuredCodec }) {
  return (
    <svg width="16" height="8" aria-hidden="true">
      <path
        d="M0 4h16"
        stroke={codecColour(codec)}
        strokeWidth={codecStroke(codec)}
        style={{ strokeDasharray: codecDash(codec) }}
      />
    </svg>
  );
}

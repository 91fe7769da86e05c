import { classNames } from '../../../ui/class-names.js';
import { colourAt } from '../../../ui/colour-maps.js';
import styles from './chunks.module.css';
import type { Paint } from './map/map-scale.js';

interface Props {
  readonly paint: Paint;
}

/** A sample of the colour or pattern of cells, for legends. */
export function Swatch({ paint }: Props) {
  const kindClass = paint.kind === 'hatch' ? styles.hatch : paint.kind === 'unknown' && styles.unknown;
  return <i className={classNames(styles.swatch, kindClass)} style={{ background: fillOf(paint) }} />;
}

function fillOf(paint: Paint): string | undefined {
  if (paint.kind === 'ramp') return colourAt('cividis', paint.share);
  return paint.kind === 'token' ? `var(${paint.token})` : undefined;
}

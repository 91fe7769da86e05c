import { Swatch } from '../Swatch.js';
import styles from './map.module.css';
import { categoriesIn, type MapScale } from './map-scale.js';
import type { MapValues } from './map-values.js';

interface Props {
  readonly scale: MapScale;
  readonly values: MapValues;
}

/** What the colours mean: the limits of the ramp, or the categories that there are. */
export function MapLegend({ scale, values }: Props) {
  // Only categories are few enough to be counted.
  const found = scale.ends ? new Set<number>() : categoriesIn(values);
  const entries = scale.legend.filter(({ occurs }) => !occurs || occurs(found));
  return (
    <div className={styles.legend}>
      {scale.ends && (
        <span className={styles.entry}>
          {scale.ends[0]}
          <i className={styles.ramp} />
          {scale.ends[1]}
        </span>
      )}
      {entries.map(({ label, paint }) => (
        <span key={label} className={styles.entry}>
          <Swatch paint={paint} />
          {label}
        </span>
      ))}
    </div>
  );
}

import { colourAt } from '../../../ui/colour-maps.js';
import { ParsedField } from '../../../ui/ParsedField.js';
import { Select } from '../../../ui/Select.js';
import styles from './heatmap.module.css';
import type { ColouringControl } from './use-colouring.js';
import { type LimitFit, type Limits, limitFits } from './value-scale.js';

/** Colours of the bar. */
const steps = 16;

/** The colours of a heatmap from the lowest to the highest limit, which can be typed. */
export function ColourBar({ control }: { readonly control: ColouringControl }) {
  const { colouring, notation, isSet, fit, setFit, setLimits } = control;
  const { limits, map } = colouring;
  const colours = Array.from({ length: steps }, (_, step) => colourAt(map, step / (steps - 1)));
  const field = (side: keyof Limits, label: string) => (
    <ParsedField
      size="small"
      aria-label={label}
      value={limits[side]}
      print={(value) => notation.print(value, limits)}
      parse={notation.parse}
      onChange={(value) => setLimits({ ...limits, [side]: value })}
    />
  );
  return (
    <div className={styles.colourBar}>
      <span
        className={styles.gradient}
        role="img"
        aria-label={`Colours of the values, ${map}`}
        style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}
      />
      {field('low', 'Value of the first colour')}
      <Select<LimitFit | 'set'>
        size="small"
        aria-label="Colour limits"
        value={isSet ? 'set' : fit}
        options={[
          ...Object.entries(limitFits).map(([value, { label }]) => ({
            // The keys of the table.
            value: value as LimitFit,
            label,
          })),
          ...(isSet ? [{ value: 'set' as const, label: 'As typed' }] : []),
        ]}
        onChange={(chosen) => chosen !== 'set' && setFit(chosen)}
      />
      {field('high', 'Value of the last colour')}
    </div>
  );
}

import { ArrowLeftRight } from 'lucide-react';
import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Select } from '../../../ui/Select.js';
import styles from './data.module.css';
import { isStructured, swapAxes, withColumnAxis, withRowAxis } from './plane-model.js';

interface Props {
  readonly data: DataShape;
  readonly plane: Plane;
  readonly onPlane: (plane: Plane) => void;
}

/** Selects the axes of rows and columns. */
export function AxisBar({ data, plane, onPlane }: Props) {
  const format = useFormat();
  const structured = isStructured(data);
  const axes = data.shape.map((length, axis) => ({ value: `${axis}`, label: `axis ${axis}, ${format.count(length)}` }));
  const columnOptions = [...axes, { value: 'none', label: structured ? 'fields' : 'none' }];
  if (plane.rowAxis === undefined) return <span className="dim">0-d: one value</span>;
  return (
    <>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the select is inside */}
      <label className={styles.labelled}>
        <span className="dim">Rows</span>
        <Select
          size="small"
          aria-label="Rows"
          value={`${plane.rowAxis}`}
          options={axes}
          onChange={(axis) => onPlane(withRowAxis(plane, Number(axis)))}
        />
      </label>
      <IconButton
        icon={ArrowLeftRight}
        label="Swap axes"
        size="small"
        disabled={plane.columnAxis === undefined}
        onClick={() => onPlane(swapAxes(plane))}
      />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the select is inside */}
      <label className={styles.labelled}>
        <span className="dim">Columns</span>
        <Select
          size="small"
          aria-label="Columns"
          value={plane.columnAxis === undefined ? 'none' : `${plane.columnAxis}`}
          options={columnOptions}
          disabled={columnOptions.length < 3}
          onChange={(axis) => onPlane(withColumnAxis(plane, axis === 'none' ? undefined : Number(axis)))}
        />
      </label>
      {structured && plane.columnAxis !== undefined && (
        <Select
          size="small"
          aria-label="Field"
          value={`${plane.field ?? 0}`}
          options={data.fields.map(({ name }, field) => ({ value: `${field}`, label: name }))}
          onChange={(field) => onPlane({ ...plane, field: Number(field) })}
        />
      )}
    </>
  );
}

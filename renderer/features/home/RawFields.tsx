import { fillShape, type RawDraft, readDraft } from '../../app/intake/raw-import.js';
import { Button } from '../../ui/Button.js';
import { Field } from '../../ui/Field.js';
import { NumberField } from '../../ui/NumberField.js';
import { SegmentedControl } from '../../ui/SegmentedControl.js';
import { TextField } from '../../ui/TextField.js';
import styles from './raw-import-sheet.module.css';

interface Props {
  readonly draft: RawDraft;
  readonly sizeBytes: number;
  /** The host's reason why the values cannot be read as this type. */
  readonly typeProblem: string | undefined;
  readonly onEdit: (changes: Partial<RawDraft>) => void;
}

/** The fields that describe an array in raw bytes: header size, type, shape and order. */
export function RawFields({ draft, sizeBytes, typeProblem, onEdit }: Props) {
  const reading = readDraft(draft, sizeBytes);
  const filled = fillShape(draft, sizeBytes);
  const errorOf = (field: string) => (reading.kind === 'wrong' && reading.field === field ? reading.reason : undefined);
  return (
    <>
      <Field label="Header bytes to skip" error={errorOf('skip')}>
        <NumberField value={draft.skipBytes} min={0} max={sizeBytes} onChange={(skipBytes) => onEdit({ skipBytes })} />
      </Field>
      <Field
        label="Type"
        hint="As numpy writes it: <f8, >i2, or a list of fields; < is little-endian."
        error={errorOf('dtype') ?? typeProblem}
      >
        <TextField mono value={draft.descr} onChange={(descr) => onEdit({ descr })} />
      </Field>
      <Field
        label="Shape"
        hint={filled && filled !== draft.shapeText ? `${filled} would fill the file.` : 'Lengths of the axes.'}
        error={errorOf('shape')}
      >
        <TextField
          value={draft.shapeText}
          onChange={(shapeText) => onEdit({ shapeText })}
          after={
            filled &&
            filled !== draft.shapeText && (
              <Button kind="link" size="small" onClick={() => onEdit({ shapeText: filled })}>
                Fill
              </Button>
            )
          }
        />
      </Field>
      <div>
        <div className={styles.label}>Order of the axes</div>
        <SegmentedControl
          label="Order of the axes"
          value={draft.order}
          stretch
          onChange={(order) => onEdit({ order })}
          segments={[
            { value: 'C', label: 'C: last axis fastest' },
            { value: 'F', label: 'Fortran: first axis fastest' },
          ]}
        />
      </div>
    </>
  );
}

import { useId, useState } from 'react';
import type { DataShape, NumberFormat } from '../../../../shared/contract/inspect/data.js';
import { saveUrl } from '../../../app/files/save-files.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import { Dialog } from '../../../ui/Dialog.js';
import { Field } from '../../../ui/Field.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import { Radio } from '../../../ui/Radio.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { TextField } from '../../../ui/TextField.js';
import { useDocument } from '../model/document-context.js';
import { type CellPart, cellsIn } from './cell-range.js';
import styles from './data.module.css';
import type { DataState } from './data-state.js';
import {
  type ExportKind,
  type ExportWhat,
  exportFacts,
  exportKinds,
  exportPart,
  exportStem,
  precisionWords,
} from './export-plan.js';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly data: DataShape;
  readonly state: DataState;
  readonly selection: CellPart;
}

const whats: readonly (readonly [what: ExportWhat, label: string])[] = [
  ['selection', 'The selected cells'],
  ['plane', 'The whole plane in view'],
  ['array', 'The array'],
];

/** Saves values; shows first what the file will contain. The host streams the file, so that it can have any size. */
export function ExportDialog({ open, onClose, data, state, selection }: Props) {
  const { overview, client } = useDocument();
  const format = useFormat();
  const group = useId();
  const [chosen, setChosen] = useState<ExportWhat>();
  const what = chosen ?? (cellsIn(selection) > 1 ? 'selection' : 'plane');
  const [kind, setKind] = useState<ExportKind>('csv');
  const [exact, setExact] = useState(true);
  const [headers, setHeaders] = useState(true);
  const [slice, setSlice] = useState('');
  const part = exportPart(what === 'selection' ? 'selection' : 'plane', data, state, selection);
  const facts = exportFacts(what, data, part, overview.array?.itemsize ?? 1, slice);
  const numbers: NumberFormat = exact ? { kind: 'exact' } : state.format;
  const close = () => {
    // The next time, what is selected then.
    setChosen(undefined);
    onClose();
  };
  const save = () => {
    const request =
      what === 'array'
        ? { what, slice: slice.trim(), as: kind }
        : { what: 'slice' as const, plane: state.plane, part, as: kind, format: numbers, headers };
    const stem = exportStem(overview.file.name, what, data, state, part, slice);
    saveUrl(client.streamUrl('inspect.export', { document: overview.document, export: request }), `${stem}.${kind}`);
    close();
  };
  const isText = exportKinds[kind].isText;
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Export values"
      description="The file is made while it is saved; cancelling the download stops it."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" onClick={save} disabled={facts?.values === 0}>
            {facts ? `Export ${format.countOf(facts.values, 'value')}` : 'Export the slice'}
          </Button>
        </>
      }
    >
      <div className={styles.export}>
        <div role="radiogroup" aria-label="What to export" className={styles.exportWhat}>
          {whats.map(([choice, label]) => (
            <Radio key={choice} name={group} checked={what === choice} onChange={() => setChosen(choice)}>
              {label}
            </Radio>
          ))}
        </div>
        {what === 'array' && (
          <Field label="Slice" hint="As in numpy: 0:100, ::2. Empty for all of it.">
            <TextField mono value={slice} onChange={setSlice} placeholder={data.shape.map(() => ':').join(', ')} />
          </Field>
        )}
        <SegmentedControl
          label="File format"
          value={kind}
          segments={Object.entries(exportKinds).map(([value, { label }]) => ({
            // The keys of the table.
            value: value as ExportKind,
            label,
          }))}
          onChange={setKind}
        />
        {isText && what !== 'array' && (
          <>
            <Checkbox checked={exact} onChange={setExact}>
              Exact values, whatever the grid shows
            </Checkbox>
            {kind !== 'json' && (
              <Checkbox checked={headers} onChange={setHeaders}>
                With row and column headers
              </Checkbox>
            )}
          </>
        )}
        <KeyValueList
          entries={[
            { label: 'Shape', value: facts ? format.shape(facts.shape) : 'depends on the slice' },
            ...(facts
              ? [
                  { label: 'Rows', value: format.count(facts.shape[0] ?? 1) },
                  { label: kind === 'npy' ? 'Bytes' : 'Bytes in memory', value: format.size(facts.plainBytes) },
                ]
              : []),
            { label: 'Precision', value: precisionWords(kind, what, numbers) },
          ]}
        />
      </div>
    </Dialog>
  );
}

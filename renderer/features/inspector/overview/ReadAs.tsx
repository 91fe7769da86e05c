import { type ReactNode, useState } from 'react';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import {
  draftOf,
  fillShape,
  flatImport,
  itemsizeOf,
  type RawDraft,
  readDraft,
} from '../../../app/intake/raw-import.js';
import { useRawPreview, useRawProbe } from '../../../app/intake/use-raw-file.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Field } from '../../../ui/Field.js';
import { NumberField } from '../../../ui/NumberField.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { TextField } from '../../../ui/TextField.js';
import { useDocument } from '../model/document-context.js';
import styles from './overview.module.css';

interface Props {
  readonly tabKey: string;
}

/** Sets how to read plain bytes, of a file or a container, as an array; the file is not changed. */
export function ReadAs({ tabKey }: Props) {
  const { overview } = useDocument();
  const sizeBytes = plainBytesOf(overview);
  if (!sizeBytes) return null;
  return overview.container ? (
    <ContainerForm tabKey={tabKey} sizeBytes={sizeBytes} />
  ) : (
    <FileForm tabKey={tabKey} sizeBytes={sizeBytes} />
  );
}

/** Whether there are bytes that can be read as an array of the user's choice. */
export function canReadAs(overview: DocumentOverview): boolean {
  return Boolean(plainBytesOf(overview));
}

/** The number of bytes without a dtype; undefined when the dtype is known. */
function plainBytesOf({ kind, container, array, isReadAs, plainBytes, file }: DocumentOverview): number | undefined {
  if (kind === 'unreadable') return undefined;
  if (kind === 'raw') return file.sizeBytes;
  return container && (!array || isReadAs) ? plainBytes : undefined;
}

type FormProps = Props & { readonly sizeBytes: number };

function FileForm({ tabKey, sizeBytes }: FormProps) {
  const { id } = useDocument().overview.file;
  const [draft, setDraft] = useState<RawDraft>(() => firstDraft('|u1', sizeBytes));
  const probe = useRawProbe(id, draft.skipBytes);
  const preview = useRawPreview(id, draft);
  return (
    <DraftForm
      tabKey={tabKey}
      sizeBytes={sizeBytes}
      draft={draft}
      onDraft={setDraft}
      guesses={probe?.guesses ?? []}
      refusal={preview.kind === 'wrong' ? preview.reason : undefined}
    >
      <pre className={styles.json}>{preview.kind === 'values' ? preview.values.slice(0, 16).join('  ') : '…'}</pre>
    </DraftForm>
  );
}

/** The data are compressed, so that there is no preview; the typesize of the container suggests a dtype. */
function ContainerForm({ tabKey, sizeBytes }: FormProps) {
  const { overview } = useDocument();
  const likely = types.filter(({ descr }) => itemsizeOf(descr) === overview.container?.typesize);
  const [draft, setDraft] = useState<RawDraft>(() => firstDraft(likely[0]?.descr ?? '|u1', sizeBytes));
  return <DraftForm tabKey={tabKey} sizeBytes={sizeBytes} draft={draft} onDraft={setDraft} guesses={likely} />;
}

const types = [
  { descr: '<f8', dtype: 'float64' },
  { descr: '<i8', dtype: 'int64' },
  { descr: '<f4', dtype: 'float32' },
  { descr: '<i4', dtype: 'int32' },
  { descr: '<u2', dtype: 'uint16' },
  { descr: '<i2', dtype: 'int16' },
  { descr: '|u1', dtype: 'uint8' },
] as const;

/** One row of all items of a type, or of all bytes when their number is no multiple of the itemsize. */
function firstDraft(descr: string, sizeBytes: number): RawDraft {
  return draftOf(
    flatImport(sizeBytes, { descr }) ?? { skipBytes: 0, descr: '|u1', shape: [sizeBytes], order: 'C' as const },
  );
}

interface DraftProps extends FormProps {
  readonly draft: RawDraft;
  readonly onDraft: (change: (before: RawDraft) => RawDraft) => void;
  readonly guesses: readonly { readonly descr: string; readonly dtype: string }[];
  /** The host does not know the type. */
  readonly refusal?: string | undefined;
  readonly children?: ReactNode;
}

function DraftForm({ tabKey, sizeBytes, draft, onDraft, guesses, refusal, children }: DraftProps) {
  const { id } = useDocument().overview.file;
  const store = useDocumentStore();
  const [error, setError] = useState<ContractError>();
  const reading = readDraft(draft, sizeBytes);
  const filled = fillShape(draft, sizeBytes);
  const edit = (changes: Partial<RawDraft>) => onDraft((before) => ({ ...before, ...changes }));
  const errorOf = (field: string) => (reading.kind === 'wrong' && reading.field === field ? reading.reason : undefined);
  const guess = (descr: string) => {
    const flat = flatImport(sizeBytes, { descr }, draft.skipBytes);
    edit(flat ? { descr, shapeText: draftOf(flat).shapeText } : { descr });
  };
  const read = () => {
    setError(undefined);
    if (reading.kind !== 'fits') return;
    store.readAs(tabKey, { id, readAs: reading.raw }).catch((thrown) => setError(toContractError(thrown)));
  };
  return (
    <section className={styles.block}>
      <h2>
        Read as an array <span>the file is not changed</span>
      </h2>
      <div className={styles.readAs}>
        <Field label="Header bytes to skip" error={errorOf('skip')}>
          <NumberField value={draft.skipBytes} min={0} max={sizeBytes} onChange={(skipBytes) => edit({ skipBytes })} />
        </Field>
        <Field label="Type" hint="As numpy writes it: <f8, >i2." error={errorOf('dtype') ?? refusal}>
          <TextField mono value={draft.descr} onChange={(descr) => edit({ descr })} />
        </Field>
        <Field
          label="Shape"
          hint={filled && filled !== draft.shapeText ? `${filled} would fill the file.` : 'Lengths of the axes.'}
          error={errorOf('shape')}
        >
          <TextField value={draft.shapeText} onChange={(shapeText) => edit({ shapeText })} />
        </Field>
        <SegmentedControl
          label="Order of the axes"
          value={draft.order}
          onChange={(order) => edit({ order })}
          segments={[
            { value: 'C', label: 'C order' },
            { value: 'F', label: 'Fortran order' },
          ]}
        />
      </div>
      {guesses.length > 0 && (
        <p className={styles.guesses}>
          Likely types:
          {guesses.map(({ descr, dtype }) => (
            <Button key={descr} size="small" onClick={() => guess(descr)}>
              {dtype}
            </Button>
          ))}
        </p>
      )}
      {children}
      <p className={styles.guesses}>
        <Button kind="primary" disabled={reading.kind === 'wrong' || refusal !== undefined} onClick={read}>
          Read as {draft.descr}
        </Button>
      </p>
      {error && <ErrorView error={error} />}
    </section>
  );
}

import { useState } from 'react';
import type { IntakeRow } from '../../app/intake/intake-row.js';
import { draftOf, flatImport, type RawDraft, readDraft } from '../../app/intake/raw-import.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useRawPreview, useRawProbe } from '../../app/intake/use-raw-file.js';
import { formatCount } from '../../format/counts.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { Radio } from '../../ui/Radio.js';
import { RawFields } from './RawFields.js';
import { ProbeBars } from './RawReadings.js';
import styles from './raw-import-sheet.module.css';

interface Props {
  readonly row: IntakeRow;
  readonly onClose: () => void;
}

/** Lets the user describe the array in raw bytes: header size, type, shape and order. */
export function RawImportSheet({ row, onClose }: Props) {
  const { facts, id } = row;
  const store = useIntakeStore();
  const [draft, setDraft] = useState(() => firstDraft(row));
  const probe = useRawProbe(id, draft.skipBytes) ?? row.probe;
  const preview = useRawPreview(id, draft);
  const reading = readDraft(draft, facts.sizeBytes);
  const edit = (changes: Partial<RawDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const guess = (descr: string) =>
    setDraft((before) => {
      const flat = flatImport(facts.sizeBytes, { descr }, before.skipBytes);
      return flat ? { ...draftOf(flat), order: before.order } : { ...before, descr };
    });
  const apply = () => {
    if (reading.kind !== 'fits') return;
    store.change(id, { raw: reading.raw, action: 'compress' });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="large"
      title={`Import ${facts.name}`}
      description={`${formatCount(facts.sizeBytes)} bytes. This description is written into the output, which then decompresses to a .npy file.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={reading.kind === 'wrong' || preview.kind === 'wrong'} onClick={apply}>
            Import as an array
          </Button>
        </>
      }
    >
      <div className={styles.sheet}>
        <div className={styles.fields}>
          <RawFields
            draft={draft}
            sizeBytes={facts.sizeBytes}
            typeProblem={preview.kind === 'wrong' ? preview.reason : undefined}
            onEdit={edit}
          />
        </div>
        <div className={styles.aids}>
          {probe && (
            <fieldset aria-label="Likeliest types">
              <div className={styles.label}>Likeliest types after the header</div>
              {probe.guesses.map(({ descr, dtype, firstValues }) => (
                <div key={descr} className={styles.guess}>
                  <Radio name="guess" checked={draft.descr === descr} onChange={() => guess(descr)}>
                    <span className="nowrap">{dtype}</span>
                    <span className="mono dim cut">{firstValues.join(' ')}</span>
                  </Radio>
                </div>
              ))}
            </fieldset>
          )}
          {probe && <ProbeBars probe={probe} />}
          <section aria-label="First values">
            <div className={styles.label}>First values as {draft.descr}</div>
            <pre className={styles.values}>{preview.kind === 'values' ? preview.values.join('  ') : '…'}</pre>
          </section>
        </div>
      </div>
    </Dialog>
  );
}

/** The present import of the row; else the likeliest type in one dimension; else bytes. */
function firstDraft({ raw, probe, facts: { sizeBytes } }: IntakeRow): RawDraft {
  const [likeliest] = probe?.guesses ?? [];
  const guessed = likeliest && flatImport(sizeBytes, likeliest);
  return draftOf(raw ?? guessed ?? { skipBytes: 0, descr: '|u1', shape: [sizeBytes], order: 'C' });
}

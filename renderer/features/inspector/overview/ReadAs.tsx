import { useState } from 'react';
import { Button } from '../../../ui/Button.js';
import { RawFields } from '../../home/RawFields.js';
import { draftOf, flatImport, type RawDraft, readDraft } from '../../home/raw-import.js';
import { useRawPreview, useRawProbe } from '../../home/use-raw-file.js';
import { useDocument } from '../model/document-context.js';
import { useDocumentStore } from '../model/use-documents.js';
import styles from './overview.module.css';

/** Says how to look at plain bytes; the file stays as it is. */
export function ReadAs({ tabKey }: { readonly tabKey: string }) {
  const { overview } = useDocument();
  if (overview.kind !== 'raw' || overview.file.sizeBytes === 0) return null;
  return <ReadAsForm tabKey={tabKey} />;
}

function ReadAsForm({ tabKey }: { readonly tabKey: string }) {
  const { id, sizeBytes } = useDocument().overview.file;
  const store = useDocumentStore();
  const [draft, setDraft] = useState<RawDraft>(() =>
    draftOf({ skipBytes: 0, descr: '|u1', shape: [sizeBytes], order: 'C' }),
  );
  const probe = useRawProbe(id, draft.skipBytes);
  const preview = useRawPreview(id, draft);
  const reading = readDraft(draft, sizeBytes);
  const edit = (changes: Partial<RawDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const guess = (descr: string) => {
    const flat = flatImport(sizeBytes, { descr }, draft.skipBytes);
    edit(flat ? { descr, shapeText: draftOf(flat).shapeText } : { descr });
  };
  const look = () => reading.kind === 'fits' && void store.readAs(tabKey, { id, readAs: reading.raw });
  return (
    <section className={styles.block}>
      <h2>
        Read as an array <span>the file is not changed</span>
      </h2>
      <div className={styles.readAs}>
        <RawFields
          draft={draft}
          sizeBytes={sizeBytes}
          typeProblem={preview.kind === 'wrong' ? preview.reason : undefined}
          onEdit={edit}
        />
      </div>
      {probe && probe.guesses.length > 0 && (
        <p className={styles.guesses}>
          Likeliest:
          {probe.guesses.map(({ descr, dtype }) => (
            <Button key={descr} size="small" onClick={() => guess(descr)}>
              {dtype}
            </Button>
          ))}
        </p>
      )}
      <pre className={styles.json}>{preview.kind === 'values' ? preview.values.slice(0, 16).join('  ') : '…'}</pre>
      <p className={styles.guesses}>
        <Button kind="primary" disabled={reading.kind === 'wrong' || preview.kind === 'wrong'} onClick={look}>
          Look at it as {draft.descr}
        </Button>
      </p>
    </section>
  );
}

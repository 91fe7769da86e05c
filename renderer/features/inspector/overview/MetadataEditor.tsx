import { useState } from 'react';
import type { MetadataPlan } from '../../../../shared/contract/inspect/change.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { useDocument } from '../model/document-context.js';
import { jsonProblem } from './json-tokens.js';
import styles from './overview.module.css';

interface Props {
  readonly before: string;
  readonly onSave: (json: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Edits the metadata, and shows what saving would do. */
export function MetadataEditor({ before, onSave, onClose }: Props) {
  const format = useFormat();
  const [text, setText] = useState(before);
  const [error, setError] = useState<ContractError>();
  const [isSaving, setIsSaving] = useState(false);
  const wrong = jsonProblem(text);
  const plan = useMetadataPlan(text, wrong === undefined);
  const problem = wrong ?? plan?.problem;
  const save = async () => {
    setIsSaving(true);
    try {
      await onSave(text);
      onClose();
    } catch (thrown) {
      setError(toContractError(thrown));
      setIsSaving(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="large"
      title="Edit metadata"
      description="Programs read dtype, shape and order from here; other entries are yours."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={problem !== undefined || !plan || isSaving || text === before}
            onClick={() => void save()}
          >
            {plan?.warning && 'Read the data differently: '}
            {plan?.how === 'rewrite' ? 'Save and rewrite the file' : 'Save in place'}
          </Button>
        </>
      }
    >
      <textarea
        className={styles.editor}
        aria-label="Metadata as JSON"
        aria-invalid={problem !== undefined}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p role="status" className={problem || plan?.warning ? styles.wrong : 'soft'}>
        {problem ?? plan?.warning ?? (plan ? planWords(plan) : 'Working out what saving would do…')}
      </p>
      {error && <ErrorView error={error} />}
    </Dialog>
  );

  function planWords({ storedBytes, roomBytes, how }: MetadataPlan): string {
    return how === 'in-place'
      ? `${format.bytes(storedBytes)} of ${format.bytes(roomBytes)} used, fits in place.`
      : `${format.bytes(storedBytes)} do not fit the ${format.bytes(roomBytes)} there are: the file is rewritten.`;
  }
}

function useMetadataPlan(json: string, isWhole: boolean): MetadataPlan | undefined {
  const { overview, client } = useDocument();
  const { document } = overview;
  const load = (): Promise<MetadataPlan> =>
    client.call('inspect.plan-metadata', { document, json }).catch((thrown) => {
      return { storedBytes: 0, roomBytes: 0, how: 'in-place', problem: toContractError(thrown).message };
    });
  const plan = useQuery(isWhole ? JSON.stringify([document, json]) : undefined, load, { restMs: 100 });
  return plan.isCurrent ? plan.value : undefined;
}

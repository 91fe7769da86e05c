import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { binarySize } from '../../../../shared/compare/words.js';
import type { CompareFacts } from '../../../../shared/contract/compare.js';
import type { FileId } from '../../../../shared/contract/files.js';
import { targetOfDataset, targetOfFile } from '../../../app/comparison/target.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useClient } from '../../../data/client-context.js';
import { Button } from '../../../ui/Button.js';
import { Select } from '../../../ui/Select.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import styles from './plan.module.css';

interface Props {
  readonly facts: CompareFacts | undefined;
}

/** Chooses the data to measure: a file, a folder, an array of a `.npz`, or a built-in data set. */
export function DataPicker({ facts }: Props) {
  const { target } = useCompare();
  const store = useCompareStore();
  const { choose, dialog } = useFileChooser();
  const take = useTakeFiles();
  const failed = useFailureToast();
  const chooseFile = (what: 'files' | 'folder') => {
    choose(what).then(take, failed);
  };
  const members = target?.file?.members?.filter(({ problem }) => problem === undefined) ?? [];
  const member = target?.source.kind === 'file' ? target.source.member : undefined;
  return (
    <fieldset className={styles.axis}>
      <legend>Data</legend>
      <div className={styles.values}>
        {target ? (
          <b className={styles.name}>{target.name}</b>
        ) : (
          <span className="soft">Drop a file, or choose the data to measure.</span>
        )}
        {target?.plainBytes !== undefined && (
          <span className="dim">
            {target.dtype && `${target.dtype}, `}
            {binarySize(target.plainBytes)}
          </span>
        )}
        {members.length > 1 && target?.file && (
          <Select
            aria-label="Array"
            size="small"
            value={member ?? ''}
            options={members.map(({ name }) => ({ value: name, label: name }))}
            onChange={(name) => target.file && store.chooseTarget(targetOfFile(target.file, name))}
          />
        )}
        <Button size="small" icon={FileUp} onClick={() => chooseFile('files')}>
          Choose a file…
        </Button>
        <Button size="small" onClick={() => chooseFile('folder')}>
          Choose a folder…
        </Button>
        {facts && facts.datasets.length > 0 && <DatasetPicker datasets={facts.datasets} />}
        {dialog}
      </div>
    </fieldset>
  );
}

/** Returns a function that makes the first of some files the data to measure. */
export function useTakeFiles(): (ids: readonly FileId[]) => void {
  const client = useClient();
  const store = useCompareStore();
  const toast = useToast();
  const failed = useFailureToast();
  return (ids) => {
    const [id] = ids;
    if (id === undefined) return;
    client.call('files.describe', { ids: [id] }).then(([file]) => {
      if (file?.kind === 'unreadable')
        toast({ tone: 'bad', text: file.problem?.message ?? `${file.name} cannot be read.` });
      else if (file) store.chooseTarget(targetOfFile(file));
    }, failed);
  };
}

/** Chooses a built-in data set and shows how it is generated. */
function DatasetPicker({ datasets }: { readonly datasets: CompareFacts['datasets'] }) {
  const { target } = useCompare();
  const store = useCompareStore();
  const source = target?.source.kind === 'dataset' ? target.source : undefined;
  const chosen = datasets.find(({ name }) => name === source?.name);
  const [size, setSize] = useState(1);
  const pick = (name: string, at: number) => {
    const dataset = datasets.find((one) => one.name === name);
    const plainBytes = (dataset?.sizes[at] ?? dataset?.sizes[0])?.plainBytes;
    if (dataset && plainBytes !== undefined) store.chooseTarget(targetOfDataset(dataset, plainBytes));
  };
  return (
    <>
      <Select
        aria-label="Built-in data"
        size="small"
        value={chosen?.name ?? ''}
        options={[
          { value: '', label: 'Built-in data…', disabled: true },
          ...datasets.map(({ name, title }) => ({ value: name, label: title })),
        ]}
        onChange={(name) => pick(name, size)}
      />
      {chosen && (
        <>
          <Select
            aria-label="Size of the built-in data"
            size="small"
            value={String(size)}
            options={chosen.sizes.map(({ plainBytes }, at) => ({ value: String(at), label: binarySize(plainBytes) }))}
            onChange={(at) => {
              setSize(Number(at));
              pick(chosen.name, Number(at));
            }}
          />
          <details className={styles.recipe}>
            <summary>{chosen.recipe}</summary>
            <pre className="mono">{chosen.code}</pre>
          </details>
        </>
      )}
    </>
  );
}

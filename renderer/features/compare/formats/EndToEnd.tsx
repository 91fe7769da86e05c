import { useMemo, useState } from 'react';
import type { CompareFacts } from '../../../../shared/contract/compare.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { FormatsPlan } from './FormatsPlan.js';
import { FormatsScatter } from './FormatsScatter.js';
import { FormatsTable } from './FormatsTable.js';
import { formatsModel } from './formats-model.js';
import { useFormats } from './use-formats.js';

/** Plan, chart and table of one measurement. */
export function EndToEnd({ facts }: { readonly facts: CompareFacts }) {
  const { results, activity, startedIso } = useFormats();
  const model = useMemo(() => formatsModel(results, facts.contenders), [results, facts]);
  const [dataset, setDataset] = useState<string>();
  const [active, setActive] = useState<string>();
  const shown = model.datasets.find((name) => name === dataset) ?? model.datasets[0];
  const selection = { active, onActive: setActive };
  return (
    <>
      <FormatsPlan facts={facts} isOpen={results.length === 0 && !activity} />
      {shown === undefined ? (
        !activity && (
          <EmptyState title="Nothing measured yet.">
            Bloscpack, NPY, NPZ, joblib, HDF5, Parquet and Zarr: each file is written by the library that the table
            names, and compared byte by byte.
          </EmptyState>
        )
      ) : (
        <>
          <FormatsScatter
            model={model}
            dataset={shown}
            onDataset={setDataset}
            startedIso={startedIso}
            cores={facts.cores}
            {...selection}
          />
          <FormatsTable model={model} dataset={shown} {...selection} />
        </>
      )}
    </>
  );
}

import { useId, useState } from 'react';
import type { ConvertTarget } from '../../../../shared/contract/inspect/change.js';
import { useStartJob } from '../../../app/jobs/use-start-job.js';
import { useQuery } from '../../../data/use-query.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import { Radio } from '../../../ui/Radio.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useDocument } from '../model/document-context.js';

const targetWords = {
  h5: 'HDF5 (.h5)',
  zarr: 'Zarr, a folder (.zarr)',
  'zarr.zip': 'Zarr, one file (.zarr.zip)',
  npy: 'numpy (.npy)',
} as const satisfies Record<ConvertTarget, string>;

/** Asks for the format of the output, shows its name and folder, and starts the conversion of the array as a job. */
export function ConvertDialog({ onClose }: { readonly onClose: () => void }) {
  const { overview, client } = useDocument();
  const { document, file } = overview;
  const { failure, start } = useStartJob(onClose);
  const group = useId();
  const [wanted, setWanted] = useState<ConvertTarget>();
  const planned = useQuery(document, () => client.call('inspect.plan-convert', { document }));
  const plan = planned.value;
  const error = failure ?? planned.error;
  const chosen = plan?.choices.find(({ to }) => to === wanted) ?? plan?.choices[0];
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Convert ${file.name}`}
      description="Chunks are moved without decompressing where both formats allow it. The output is compared with the source before it gets its name."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!chosen || plan?.obstacle !== undefined}
            onClick={() => chosen && void start(client.call('inspect.convert', { document, to: chosen.to }))}
          >
            Convert
          </Button>
        </>
      }
    >
      {!plan && !error && <Skeleton label="Working out what can hold the array" lines={4} />}
      {plan && (
        <div role="radiogroup" aria-label="Format">
          {plan.choices.map(({ to }) => (
            <Radio key={to} name={group} checked={to === chosen?.to} onChange={() => setWanted(to)}>
              {targetWords[to]}
            </Radio>
          ))}
        </div>
      )}
      {plan && chosen && (
        <KeyValueList
          entries={[
            { label: 'Output', value: chosen.outputName },
            { label: 'Folder', value: plan.outputFolder },
          ]}
        />
      )}
      {chosen?.recompressReason !== undefined && (
        <p>The chunks will be decompressed and compressed anew, because {chosen.recompressReason}.</p>
      )}
      {plan && !chosen && <p>No other format can hold this array.</p>}
      {plan?.obstacle !== undefined && <p role="alert">{plan.obstacle}</p>}
      {error && <ErrorView error={error} />}
    </Dialog>
  );
}

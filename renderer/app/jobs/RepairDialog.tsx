import { useId, useMemo, useState } from 'react';
import type { RepairPlanView } from '../../../shared/contract/inspect/change.js';
import type { DocumentId } from '../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { Notice } from '../../ui/Notice.js';
import { Radio } from '../../ui/Radio.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { useStartJob } from './use-start-job.js';

const missingChoices = [
  ['zeros', 'Put zeros in place of missing data: all other values keep their place, and an array its shape'],
  ['left-out', 'Leave missing data out: the data after them move forward'],
] as const;

interface Props {
  /** Undefined while the file is being opened. */
  readonly document: DocumentId | undefined;
  readonly fileName: string;
  /** Why the file could not be opened. */
  readonly problem?: ContractError | undefined;
  readonly onClose: () => void;
}

/** Shows what can be saved of a damaged container and how, and starts the repair as a job. */
export function RepairDialog({ document, fileName, problem, onClose }: Props) {
  const client = useClient();
  const { failure, start } = useStartJob(onClose);
  const format = useFormat();
  const group = useId();
  const [missing, setMissing] = useState<RepairPlanView['missing']>('zeros');
  const wanted = useMemo(() => (document === undefined ? undefined : { document, missing }), [document, missing]);
  const planned = useQuery(wanted, (_signal, request) => client.call('inspect.plan-repair', request));
  const plan = planned.value;
  const error = problem ?? failure ?? planned.error;
  const repair = () => {
    if (wanted) void start(client.call('inspect.repair', { ...wanted, missing: plan?.missing ?? missing }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Repair ${fileName}`}
      description={
        plan &&
        `${format.countOf(plan.readableChunks, 'chunk')} can be read, ${format.count(plan.lostChunks)} cannot. ${
          plan.how === 'copy'
            ? 'A repaired copy is written beside the file, which stays as it is.'
            : 'The file is repaired in place.'
        }`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!plan?.possible || !planned.isCurrent} onClick={repair}>
            {plan?.how === 'in-place' ? 'Repair in place' : 'Write a repaired copy'}
          </Button>
        </>
      }
    >
      {!plan && !error && <Skeleton label="Working out what can be saved" lines={4} />}
      {plan && plan.lostChunks > 0 && (
        <div role="radiogroup" aria-label="Missing data">
          {missingChoices.map(([choice, label]) => (
            <Radio key={choice} name={group} checked={missing === choice} onChange={() => setMissing(choice)}>
              {label}
            </Radio>
          ))}
        </div>
      )}
      {plan?.obstacle && <Notice title="Zeros are not possible here">{plan.obstacle}</Notice>}
      {plan && (
        <ol>
          {plan.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {plan && !plan.possible && <p>There is nothing left that could be saved.</p>}
      {error && <ErrorView error={error} />}
    </Dialog>
  );
}

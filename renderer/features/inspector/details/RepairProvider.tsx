import { createContext, type ReactNode, useCallback, useContext, useId, useState } from 'react';
import type { RepairPlanView } from '../../../../shared/contract/inspect/change.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Notice } from '../../../ui/Notice.js';
import { Radio } from '../../../ui/Radio.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useChunkSummary } from '../chunks/use-chunk-summary.js';
import { useDocument } from '../model/document-context.js';
import { useStartJob } from '../model/use-start-job.js';

/** Makes the repair of a damaged container available to every view. Once a document tab. */
export function RepairProvider({ children }: { readonly children: ReactNode }) {
  const { overview } = useDocument();
  if (!overview.container || overview.file.address !== undefined)
    return <RepairContext value={undefined}>{children}</RepairContext>;
  return <ContainerRepair>{children}</ContainerRepair>;
}

function ContainerRepair({ children }: { readonly children: ReactNode }) {
  const { overview } = useDocument();
  const { summary } = useChunkSummary();
  const [isOpen, setIsOpen] = useState(false);
  const open = useCallback(() => setIsOpen(true), []);
  const badChunks = summary ? summary.checked.mismatch + summary.checked.unreadable : 0;
  const isDamaged =
    badChunks > 0 ||
    overview.container?.state === 'aborted' ||
    overview.problems.some(({ severity, repairable }) => severity === 'damage' && repairable);
  return (
    <RepairContext value={isDamaged ? open : undefined}>
      {children}
      {isOpen && <RepairDialog onClose={() => setIsOpen(false)} />}
    </RepairContext>
  );
}

const missingChoices = [
  ['zeros', 'Put zeros in place of missing data: all other values keep their place, and an array its shape'],
  ['left-out', 'Leave missing data out: the data after them move forward'],
] as const;

/** Shows what can be saved and how, and starts the repair as a job. */
function RepairDialog({ onClose }: { readonly onClose: () => void }) {
  const { overview, client } = useDocument();
  const { document, file } = overview;
  const { failure, start } = useStartJob(onClose);
  const format = useFormat();
  const group = useId();
  const [missing, setMissing] = useState<RepairPlanView['missing']>('zeros');
  const planned = useQuery(missing, () => client.call('inspect.plan-repair', { document, missing }));
  const plan = planned.value;
  const error = failure ?? planned.error;
  const repair = () => start(client.call('inspect.repair', { document, missing: plan?.missing ?? missing }));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Repair ${file.name}`}
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
          <Button kind="primary" disabled={!plan?.possible || !planned.isCurrent} onClick={() => void repair()}>
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

/** Opens the dialog that repairs the document. */
const RepairContext = createContext<(() => void) | undefined>(undefined);

/** Opens the dialog that repairs the document; undefined when nothing can be repaired. */
export function useRepair(): (() => void) | undefined {
  return useContext(RepairContext);
}

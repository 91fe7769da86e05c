import { type ReactNode, useState } from 'react';
import type { JobView } from '../../../shared/contract/jobs.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { useFormat } from '../../format/format-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { useToast } from '../../ui/Toasts.js';
import { idsThatCan } from './job-controls.js';
import { useJobActions } from './use-job-actions.js';

/**
 * Removes outputs that are larger than their sources: to the system's trash after a question, which is to be rendered by the caller; or
 * at once where the host keeps them for a day, with Undo.
 */
export function useKeepSourceOnly(): {
  readonly keepSourceOnly: (jobs: readonly JobView[]) => void;
  /** Ends the label of a button: dots where it asks. */
  readonly dots: '' | '…';
  readonly question: ReactNode;
} {
  const { control, controlIds } = useJobActions();
  const format = useFormat();
  const toast = useToast();
  const hasTrash = useAppInfo()?.host === 'electron';
  const [asked, setAsked] = useState<readonly JobView[]>([]);
  const nameOf = (jobs: readonly JobView[]) => {
    const [one] = jobs.length === 1 ? jobs : [];
    return one ? (one.output?.name ?? one.source.name) : format.countOf(jobs.length, 'output');
  };
  const keepSourceOnly = (jobs: readonly JobView[]) => {
    if (hasTrash) return setAsked(jobs);
    const ids = idsThatCan(jobs, 'keep-source-only');
    const isOne = jobs.length === 1;
    control(jobs, 'keep-source-only');
    toast({
      text: `${nameOf(jobs)} ${isOne ? 'is' : 'are'} deleted: larger than ${isOne ? 'its source' : 'their sources'}.`,
      undo: () => controlIds(ids, 'restore-output'),
    });
  };
  const close = () => setAsked([]);
  const question = asked.length > 0 && (
    <AlertDialog
      open
      title={`Move ${nameOf(asked)} to the trash?`}
      description={`${asked.length === 1 ? 'It is larger than its source.' : 'They are larger than their sources.'} The sources are kept and not changed.`}
      confirmLabel="Move to the trash"
      cancelLabel="Keep both"
      destructive
      onConfirm={() => {
        control(asked, 'keep-source-only');
        close();
      }}
      onCancel={close}
    />
  );
  return { keepSourceOnly, dots: hasTrash ? '…' : '', question };
}

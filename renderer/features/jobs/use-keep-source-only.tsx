import { type ReactNode, useState } from 'react';
import type { JobView } from '../../../shared/contract/jobs.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { useFormat } from '../../format/format-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { useJobActions } from './use-job-actions.js';

/** Asks before outputs that are larger than their sources are removed. `question` is to be rendered by the caller. */
export function useKeepSourceOnly(): {
  readonly askKeepSourceOnly: (jobs: readonly JobView[]) => void;
  readonly question: ReactNode;
} {
  const { control } = useJobActions();
  const format = useFormat();
  const hasTrash = useAppInfo()?.host === 'electron';
  const [asked, setAsked] = useState<readonly JobView[]>([]);
  const close = () => setAsked([]);
  const [one] = asked.length === 1 ? asked : [];
  const what = one ? (one.output?.name ?? one.source.name) : format.countOf(asked.length, 'output');
  const question = asked.length > 0 && (
    <AlertDialog
      open
      title={hasTrash ? `Move ${what} to the trash?` : `Delete ${what}?`}
      description={`${one ? 'It is larger than its source.' : 'They are larger than their sources.'} The sources are kept and not changed.${hasTrash ? '' : ' There is no trash on the machine that serves this page: deleting cannot be undone.'}`}
      confirmLabel={hasTrash ? 'Move to the trash' : 'Delete'}
      cancelLabel="Keep both"
      destructive
      onConfirm={() => {
        control(asked, 'keep-source-only');
        close();
      }}
      onCancel={close}
    />
  );
  return { askKeepSourceOnly: setAsked, question };
}

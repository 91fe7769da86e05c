import { useMemo } from 'react';
import type { JobFile, JobId, JobView } from '../../../shared/contract/jobs.js';
import { saveBlob } from '../../app/files/save-files.js';
import { useClient } from '../../data/client-context.js';
import { countOf } from '../../format/counts.js';
import { errorDetails } from '../../format/error-text.js';
import { useFailureToast, useToast } from '../../ui/Toasts.js';
import { useCopy } from '../../ui/use-copy.js';
import { idsThatCan, type JobControl } from './job-controls.js';
import { jobsAsTsv } from './job-tsv.js';

/** The actions on jobs and their outputs. Errors are shown in a toast. */
export function useJobActions() {
  const client = useClient();
  const toast = useToast();
  const failed = useFailureToast();
  const copy = useCopy();
  return useMemo(() => {
    const controlIds = (ids: readonly JobId[], what: JobControl): void => {
      if (ids.length > 0) client.call('jobs.control', { ids: [...ids], what }).catch(failed);
    };
    return {
      copy,
      /** For jobs for which it is, or will be, possible. */
      controlIds,
      /** Applies to those of the jobs for which it is possible. */
      control(jobs: readonly JobView[], what: JobControl): void {
        controlIds(idsThatCan(jobs, what), what);
      },
      controlAll(what: 'pause' | 'resume' | 'cancel' | 'clear-finished'): void {
        client.call('jobs.control-all', { what }).catch(failed);
      },
      /** Moves a waiting job by this many places in the queue. */
      move(id: JobId, by: number): void {
        client.call('jobs.move', { id, by }).catch(failed);
      },
      reveal(file: JobFile): void {
        client.call('files.reveal', { id: file.id }).catch(failed);
      },
      copyRows(jobs: readonly JobView[]): void {
        if (jobs.length > 0) copy(jobsAsTsv(jobs), `${countOf(jobs.length, 'row')} copied`);
      },
      copyError({ error }: JobView): void {
        if (error) copy(errorDetails(error), 'Error copied');
      },
      /** Copies the command that does the same work, which the host makes. */
      copyCommand({ id }: JobView, as: 'blpk' | 'python'): void {
        client.call('jobs.details', { id }).then(({ blpk, python }) => {
          if (as === 'python') copy(python, 'Python copied');
          else if ('command' in blpk) copy(blpk.command, 'Command copied');
          else toast({ tone: 'warn', text: blpk.reason });
        }, failed);
      },
      /** Downloads a list of the whole queue. */
      exportQueue(format: 'csv' | 'json'): void {
        client.call('jobs.export', { format }).then(({ text }) => {
          const type = format === 'csv' ? 'text/csv' : 'application/json';
          saveBlob(new Blob([text], { type }), `jobs.${format}`);
          toast({ text: `Queue written to jobs.${format}` });
        }, failed);
      },
    };
  }, [client, toast, failed, copy]);
}

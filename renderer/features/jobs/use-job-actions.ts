import { useMemo } from 'react';
import type { JobFile, JobId, JobView } from '../../../shared/contract/jobs.js';
import { useClient } from '../../data/client-context.js';
import { countOf } from '../../format/counts.js';
import { errorDetails } from '../../format/error-text.js';
import { useFailureToast, useToast } from '../../ui/Toasts.js';
import { useCopy } from '../../ui/use-copy.js';
import { idsThatCan, type JobControl } from './job-controls.js';
import { jobsAsTsv } from './job-tsv.js';

/** What can be done to jobs and with what they made. What the host refuses is shown in a toast. */
export function useJobActions() {
  const client = useClient();
  const toast = useToast();
  const failed = useFailureToast();
  const copy = useCopy();
  return useMemo(
    () => ({
      copy,
      /** To those of the jobs where that can be. */
      control(jobs: readonly JobView[], what: JobControl): void {
        const ids = idsThatCan(jobs, what);
        if (ids.length > 0) client.call('jobs.control', { ids: [...ids], what }).catch(failed);
      },
      controlAll(what: 'pause' | 'resume' | 'cancel' | 'clear-finished'): void {
        client.call('jobs.control-all', { what }).catch(failed);
      },
      /** By so many places among those that wait. */
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
      /** The same work as text, which only the host can write. */
      copyCommand({ id }: JobView, as: 'blpk' | 'python'): void {
        client.call('jobs.details', { id }).then(({ blpk, python }) => {
          if (as === 'python') copy(python, 'Python copied');
          else if ('command' in blpk) copy(blpk.command, 'Command copied');
          else toast({ tone: 'warn', text: blpk.reason });
        }, failed);
      },
      /** The whole queue as a download. */
      exportQueue(format: 'csv' | 'json'): void {
        client.call('jobs.export', { format }).then(({ text }) => {
          download(text, format === 'csv' ? 'text/csv' : 'application/json', `jobs.${format}`);
          toast({ text: `Queue written to jobs.${format}` });
        }, failed);
      },
    }),
    [client, toast, failed, copy],
  );
}

function download(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

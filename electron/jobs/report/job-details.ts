import type { JobDetails } from '../../../shared/contract/jobs.js';
import type { JobRecord } from '../queue/job-record.js';
import { blpkCommand } from './command-line.js';
import { type FileOf, viewOf } from './job-view.js';
import { pythonSnippet } from './python-snippet.js';

/** All details that the window shows of one job. */
export function detailsOf(job: JobRecord, fileOf: FileOf, nowMs: number): JobDetails {
  return {
    job: viewOf(job, fileOf, nowMs),
    steps: job.times.steps(nowMs),
    ...job.details(),
    blpk: blpkCommand(job.spec, job.source),
    python: pythonSnippet(job.spec, job.source),
  };
}

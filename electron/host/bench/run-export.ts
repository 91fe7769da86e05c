import { resultsCsv } from '../../../shared/compare/export-csv.js';
import type { Goal } from '../../../shared/compare/goal.js';
import { reportHtml } from '../../../shared/compare/report-html.js';
import type { Run } from '../../../shared/compare/result.js';
import { printRun } from '../../../shared/compare/saved-run.js';
import { summaryMarkdown } from '../../../shared/compare/summary-markdown.js';
import type { ByteAnswer, CheckedStream } from '../../../shared/contract/streams.js';
import type { RunStore } from './run-store.js';

const FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', suffix: 'csv', print: (run) => resultsCsv(run) },
  json: { contentType: 'application/json', suffix: 'json', print: (run) => printRun(run) },
  html: { contentType: 'text/html; charset=utf-8', suffix: 'html', print: (run, goal) => reportHtml(run, goal) },
  markdown: {
    contentType: 'text/markdown; charset=utf-8',
    suffix: 'md',
    print: (run, goal) => summaryMarkdown(run, goal),
  },
} as const satisfies Record<string, { contentType: string; suffix: string; print: (run: Run, goal: Goal) => string }>;

/** The default goal by which reports rank. */
const SMALLEST: Goal = { kind: 'smallest' };

/** A stored run as a file to download. Throws the errors of `RunStore.run`. */
export async function exportRun(
  runs: RunStore,
  { run: id, as, goal = SMALLEST }: CheckedStream<'compare.export'>,
): Promise<ByteAnswer> {
  const run = await runs.run(id);
  const { contentType, suffix, print } = FORMATS[as];
  const bytes = new TextEncoder().encode(print(run, goal));
  return {
    headers: {},
    contentType,
    fileName: `${run.name.replaceAll(/[/\\:*?"<>|]/g, '_')}.${suffix}`,
    sizeBytes: bytes.byteLength,
    body: (async function* () {
      yield bytes;
    })(),
  };
}

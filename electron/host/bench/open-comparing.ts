import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FormatReport } from '../../bench/formats/types.js';
import { scratchFolderOf } from '../files/own-folders.js';
import type { HostContext } from '../host-context.js';
import { JsonFile } from '../stores/json-file.js';
import { Comparisons } from './comparisons.js';
import { Formats } from './formats.js';
import { RunStore } from './run-store.js';

type Parts = Pick<HostContext, 'ports' | 'registry' | 'events' | 'queue' | 'clock'>;

/** Creates everything for comparing; no thread is started before its first use. */
export function openComparing(parts: Parts): Pick<HostContext, 'comparisons' | 'runs' | 'formats'> {
  const { ports, registry, events, queue, clock } = parts;
  const { dataFolder, compareFile, contendersFile, nativeFile, version } = ports;
  const shared = { ...(nativeFile !== undefined && { nativeFile }), ...(registry.roots && { roots: registry.roots }) };
  const runs = new RunStore(join(dataFolder, 'runs'));
  const app = `Bloscpack Studio ${version}`;
  const comparisons = new Comparisons({
    worker: { workerFile: compareFile, ...shared },
    store: runs,
    registry,
    events,
    queue,
    app,
  });
  const formats = new Formats({
    worker: { workerFile: contendersFile, ...shared },
    scratchFolder: scratchFolderOf(dataFolder),
    talkFile: new JsonFile(join(dataFolder, 'talk-2014.json'), asReport, clock),
    registry,
    events,
    cores: availableParallelism(),
  });
  return { comparisons, runs, formats };
}

/** The program's own file: its version says whether it has the current form. */
function asReport(value: unknown): FormatReport {
  const report = value as Partial<FormatReport> | null;
  if (report?.formatVersion !== 1 || !Array.isArray(report.rows)) throw new TypeError('not a report of formats');
  return report as FormatReport;
}

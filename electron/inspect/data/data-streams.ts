import { exportArray } from './export/export-array.js';
import { exportSlice } from './export/export-slice.js';
import { heatmap } from './heatmap-stream.js';
import { line } from './line-stream.js';

/** The streams of the Data view. */
export const dataStreams = { 'inspect.line': line, 'inspect.heatmap': heatmap } as const;

/** What `inspect.export` is asked for by the Data view. */
export const dataExports = { slice: exportSlice, array: exportArray } as const;

import { loadLine, packScript } from '../commands/python-script.js';
import { compressionOf } from './blpk-command.js';
import type { Setting } from './setting.js';

/**
 * A script for the reference implementation that compresses a file with a setting; `.npy` files as arrays, `itemsize` being
 * theirs. ArgumentError for plain copy.
 */
export function pythonSnippet(setting: Setting, file: string, packed = `${file}.blp`, itemsize = 1): string {
  const isArray = file.endsWith('.npy');
  return packScript({
    compression: compressionOf(setting),
    loadLines: isArray ? [loadLine(file)] : undefined,
    sourcePath: file,
    targetPath: packed,
    itemsize: isArray ? itemsize : 1,
    threads: setting.threads,
  });
}

import type { FieldSource } from './fields.js';

/** Where measured data come from: what a command has to name. `file` is the name of the file or folder, without its folder. */
export type DataSource =
  /** The array of a `.npy`, the bytes of a file, or all data of a container; or every file of a folder. */
  | { readonly kind: 'npy' | 'bytes' | 'container' | 'folder'; readonly file: string }
  /** An array of a `.npz`. */
  | { readonly kind: 'member'; readonly file: string; readonly member: string }
  /** One chunk of a container. */
  | { readonly kind: 'chunk'; readonly file: string; readonly chunkIndex: number }
  /** A built-in data set, which is in no file. */
  | { readonly kind: 'dataset' };

const KINDS = ['npy', 'bytes', 'container', 'folder', 'member', 'chunk', 'dataset'] as const;

/** Reads the source from a saved run; see `parseRun`. */
export function dataSourceFrom(source: FieldSource): DataSource {
  const fields = source.asObject();
  const kind = fields.oneOf('kind', KINDS);
  if (kind === 'dataset') return { kind };
  const file = fields.text('file');
  if (kind === 'member') return { kind, file, member: fields.text('member') };
  if (kind === 'chunk') return { kind, file, chunkIndex: fields.integer('chunkIndex', 0, Number.MAX_SAFE_INTEGER) };
  return { kind, file };
}

/** Why a setting cannot be applied to the data, as one sentence; undefined where it can. */
export function cannotApply(source: DataSource | undefined): string | undefined {
  switch (source?.kind) {
    case undefined:
      return 'This run does not say which file it measured.';
    case 'chunk':
      return 'One chunk was measured, and a container cannot have one chunk with other settings. Measure the whole container.';
    case 'dataset':
      return 'Built-in data are in no file.';
    default:
      return undefined;
  }
}

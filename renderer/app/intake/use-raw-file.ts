import type { FileId, TypesizeProbe } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import type { RawDraft } from './raw-import.js';

/** Typing pauses this long before the host is called. */
const restMs = 100;
const previewCount = 64;

/** The probe of a file after its header, repeated when `skipBytes` changes; undefined before the first result. */
export function useRawProbe(id: FileId, skipBytes: number): TypesizeProbe | undefined {
  const client = useClient();
  // An error, when `skipBytes` exceeds the file, is shown by the field.
  return useQuery(`${id} ${skipBytes}`, () => client.call('files.probe', { id, skipBytes }), { restMs }).value;
}

export type RawPreview =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** The host cannot parse the type. */
  | { readonly kind: 'wrong'; readonly reason: string };

/** The first values of the file with the type of the draft. */
export function useRawPreview(id: FileId, { skipBytes, descr, order }: RawDraft): RawPreview {
  const client = useClient();
  const raw = { skipBytes, descr, order, shape: [previewCount] };
  const read = (): Promise<RawPreview> =>
    client.call('files.preview', { id, raw, count: previewCount }).then(
      ({ values }) => ({ kind: 'values', values }),
      (thrown) => ({ kind: 'wrong', reason: toContractError(thrown).message }),
    );
  return useQuery(JSON.stringify([id, raw]), read, { restMs }).value ?? { kind: 'waiting' };
}

import type { FileId, TypesizeProbe } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import type { RawDraft } from './raw-import.js';

/** Fields are typed into. */
const restMs = 100;
const previewCount = 64;

/** The probe of a file after its header, asked again as the header grows; undefined before the first answer. */
export function useRawProbe(id: FileId, skipBytes: number): TypesizeProbe | undefined {
  const client = useClient();
  // It fails where more is skipped than there is; the field says so.
  return useQuery(`${id} ${skipBytes}`, () => client.call('files.probe', { id, skipBytes }), { restMs }).value;
}

export type RawPreview =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** The host does not know the type. */
  | { readonly kind: 'wrong'; readonly reason: string };

/** The first values as the draft reads them. */
export function useRawPreview(id: FileId, { skipBytes, descr, order }: RawDraft): RawPreview {
  const client = useClient();
  const raw = { skipBytes, descr, order, shape: [previewCount] };
  const ask = (): Promise<RawPreview> =>
    client.call('files.preview', { id, raw, count: previewCount }).then(
      ({ values }) => ({ kind: 'values', values }),
      (thrown) => ({ kind: 'wrong', reason: toContractError(thrown).message }),
    );
  return useQuery(JSON.stringify([id, raw]), ask, { restMs }).value ?? { kind: 'waiting' };
}

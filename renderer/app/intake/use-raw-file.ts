import { useEffect, useState } from 'react';
import type { FileId, TypesizeProbe } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../data/client-context.js';
import type { RawDraft } from './raw-import.js';

const debounceMs = 100;
const previewCount = 64;

/** The probe of a file after its header, asked again as the header grows; undefined before the first answer. */
export function useRawProbe(id: FileId, skipBytes: number): TypesizeProbe | undefined {
  const client = useClient();
  const [probe, setProbe] = useState<TypesizeProbe>();
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      client.call('files.probe', { id, skipBytes }).then(
        (answer) => stale || setProbe(answer),
        // More is skipped than there is; the field says so.
        () => undefined,
      );
    }, debounceMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, id, skipBytes]);
  return probe;
}

export type RawPreview =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** The host does not know the type. */
  | { readonly kind: 'wrong'; readonly reason: string };

/** The first values as the draft reads them. */
export function useRawPreview(id: FileId, { skipBytes, descr, order }: RawDraft): RawPreview {
  const client = useClient();
  const [preview, setPreview] = useState<RawPreview>({ kind: 'waiting' });
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      const raw = { skipBytes, descr, order, shape: [previewCount] };
      client.call('files.preview', { id, raw, count: previewCount }).then(
        ({ values }) => stale || setPreview({ kind: 'values', values }),
        (thrown) => stale || setPreview({ kind: 'wrong', reason: toContractError(thrown).message }),
      );
    }, debounceMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, id, skipBytes, descr, order]);
  return preview;
}

import { useEffect, useRef, useState } from 'react';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../data/client-context.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { errorSentences } from '../../format/error-text.js';
import { useDocumentStore } from '../documents/use-documents.js';
import { useNavigation } from '../navigation-context.js';
import { AddressForm } from './AddressForm.js';

/** Opens a file on a server in the Inspector; the dialog stays, and says why, until that succeeds. */
export function AddressDialog({ onClose }: { readonly onClose: () => void }) {
  const machine = useAppInfo()?.machine;
  const { open, isOpening, error, forget } = useOpenAddress(onClose);
  return (
    <AddressForm
      title="Open address"
      description="Shows a file on a server in the Inspector. Only the parts that are shown are read."
      hint={`https://, http:// or s3://bucket/key, as ${machine ?? 'the program'} reaches it`}
      placeholder="https://example.org/run.blp"
      submitLabel={isOpening ? 'Opening…' : 'Open'}
      isBusy={isOpening}
      error={error && errorSentences(error)}
      onSubmit={(address) => void open(address)}
      onEdit={forget}
      onClose={onClose}
    />
  );
}

/** Asks the host for the file, which is shown when it could be read. Closing the dialog gives up. */
function useOpenAddress(onOpened: () => void) {
  const client = useClient();
  const store = useDocumentStore();
  const { go } = useNavigation();
  const [isOpening, setIsOpening] = useState(false);
  const [error, setError] = useState<ContractError>();
  const closed = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    closed.current = controller;
    return () => controller.abort();
  }, []);
  const open = async (address: string) => {
    const { signal } = closed.current;
    setIsOpening(true);
    setError(undefined);
    try {
      const { id } = await client.call('files.admit-address', { address });
      await store.openWhenRead({ id }, signal);
      if (signal.aborted) return;
      go('inspector');
      onOpened();
    } catch (thrown) {
      setError(toContractError(thrown));
    }
    setIsOpening(false);
  };
  return { open, isOpening, error, forget: () => setError(undefined) };
}

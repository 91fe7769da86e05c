import { useState } from 'react';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useNavigation } from '../navigation-context.js';

/** Starts a job from a dialog, which closes for the list of Jobs then. `failure` is why it could not be started. */
export function useStartJob(onClose: () => void) {
  const { go } = useNavigation();
  const [failure, setFailure] = useState<ContractError>();
  const start = (added: Promise<unknown>): Promise<void> =>
    added.then(
      () => {
        onClose();
        go('jobs');
      },
      (thrown) => setFailure(toContractError(thrown)),
    );
  return { failure, start };
}

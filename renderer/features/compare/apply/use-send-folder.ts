import type { FileId } from '../../../../shared/contract/files.js';
import type { CompressOptions } from '../../../../shared/contract/intake.js';
import { useSendHome } from '../../../app/drop/arrivals-context.js';
import { useIntakeStore } from '../../../app/intake/use-intake.js';

/** Returns a function that sends a folder to the intake card of Home and sets the options there; the user starts the batch there. */
export function useSendFolder(): (ids: readonly FileId[], options: CompressOptions) => void {
  const intake = useIntakeStore();
  const sendHome = useSendHome();
  return (ids, options) => {
    if (ids.length === 0) return;
    // As for one file: the user has just chosen these options, also where outputs of other options exist.
    intake.edit({ options, again: true });
    sendHome({ ids, flipped: false });
  };
}

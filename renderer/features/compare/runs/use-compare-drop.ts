import { useEffect, useEffectEvent } from 'react';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useClient } from '../../../api/client-context.js';
import { useToast } from '../../../ui/Toasts.js';
import { useCompareStore } from '../model/use-compare.js';
import { useTakeFiles } from '../plan/DataPicker.js';

/** Files dropped here are measured; a saved run is laid over the shown one, or shown where there is none. */
export function useCompareDrop(): void {
  const client = useClient();
  const take = useTakeFiles();
  const importRun = useImportRun();
  const toast = useToast();
  const onDrop = useEffectEvent(async (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    // The window's own handler would take them to Home.
    event.preventDefault();
    event.stopPropagation();
    window.dispatchEvent(new DragEvent('dragend'));
    try {
      const [file] = files;
      if (file?.name.endsWith('.json')) await importRun(file);
      else take(await client.admit(files));
    } catch (thrown) {
      toast({ tone: 'bad', text: toContractError(thrown).message });
    }
  });
  useEffect(() => {
    const main = document.querySelector('main');
    const listener = (event: DragEvent) => void onDrop(event);
    main?.addEventListener('drop', listener);
    return () => main?.removeEventListener('drop', listener);
  }, []);
}

/** Answers how to take a saved run from a file: it is kept, and laid over the shown one. */
export function useImportRun(): (file: File) => Promise<void> {
  const client = useClient();
  const store = useCompareStore();
  const toast = useToast();
  return async (file) => {
    // The host keeps it under an id of its own, which exports and further measurements go by.
    const { id } = await client.call('compare.import', { text: await file.text() });
    const run = await client.call('compare.run', { run: id });
    if (store.state().run) store.overlay(run);
    else store.show(run);
    toast({ text: `${run.name}, measured on ${run.environment.host}, is kept and shown.` });
  };
}

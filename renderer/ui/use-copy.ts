import { useCallback } from 'react';
import { useToast } from './Toasts.js';

/** Returns a function that copies text to the clipboard and confirms it with a toast: `Command copied`. */
export function useCopy(): (text: string, confirmation: string) => void {
  const toast = useToast();
  return useCallback(
    (text, confirmation) => {
      navigator.clipboard.writeText(text).then(
        () => toast({ text: confirmation }),
        () => toast({ tone: 'bad', text: 'The clipboard cannot be written to: the browser does not allow it.' }),
      );
    },
    [toast],
  );
}

import { useCallback } from 'react';
import { useToast } from './Toasts.js';

/** Answers how to put text on the clipboard and to say so: `Command copied`. */
export function useCopy(): (text: string, said: string) => void {
  const toast = useToast();
  return useCallback(
    (text, said) => {
      navigator.clipboard.writeText(text).then(
        () => toast({ text: said }),
        () => toast({ tone: 'bad', text: 'The clipboard cannot be written to: the browser does not allow it.' }),
      );
    },
    [toast],
  );
}

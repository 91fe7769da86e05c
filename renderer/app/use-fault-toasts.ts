import { useEffect } from 'react';
import { toContractError } from '../../shared/errors/contract-error.js';
import { useToast } from '../ui/Toasts.js';

/** Tells the user of what nobody caught; the browser's console has the stack. */
export function useFaultToasts(): void {
  const toast = useToast();
  useEffect(() => {
    const tell = (thrown: unknown) => toast({ tone: 'bad', text: toContractError(thrown).message });
    const onError = (event: ErrorEvent) => event.error && tell(event.error);
    const onRejection = (event: PromiseRejectionEvent) => tell(event.reason);
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }, [toast]);
}

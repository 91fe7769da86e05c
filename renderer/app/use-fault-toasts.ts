import { useEffect } from 'react';
import { useFailureToast } from '../ui/Toasts.js';

/** Shows errors that no code caught; the browser's console has the stack. */
export function useFaultToasts(): void {
  const failed = useFailureToast();
  useEffect(() => {
    const onError = (event: ErrorEvent) => event.error && failed(event.error);
    const onRejection = (event: PromiseRejectionEvent) => failed(event.reason);
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }, [failed]);
}

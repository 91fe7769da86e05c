import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { toContractError } from '../../shared/errors/contract-error.js';
import { Button } from './Button.js';
import { Icon } from './Icon.js';
import { IconButton } from './IconButton.js';
import { MessageText } from './MessageText.js';
import styles from './toasts.module.css';
import { type Tone, toneIcons } from './tone.js';

/** A short message about an action of the user. */
export interface Toast {
  readonly text: string;
  readonly tone?: Tone;
  /** Undoes the action. */
  readonly undo?: () => void;
}

type ShowToast = (toast: Toast) => void;

const ToastContext = createContext<ShowToast>(() => {});

/** Returns a function that shows a toast. A toast closes after 5 s, or after 10 s when it has an undo. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}

/** Returns a function that shows an error as a toast, as `what: message` where `what` is given. */
export function useFailureToast(): (thrown: unknown, what?: string) => void {
  const toast = useToast();
  return useCallback(
    (thrown, what) => {
      const { message } = toContractError(thrown);
      toast({ tone: 'bad', text: what === undefined ? message : `${what}: ${message}` });
    },
    [toast],
  );
}

/** Once, around the app. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { readonly id: number })[]>([]);
  const show = useCallback<ShowToast>((toast) => {
    setToasts((shown) => [...shown.slice(-2), { ...toast, id: (shown.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const close = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const items = useMemo(
    () => toasts.map((toast) => <ToastItem key={toast.id} toast={toast} onClose={() => close(toast.id)} />),
    [toasts, close],
  );
  return (
    <ToastContext value={show}>
      {children}
      <section className={styles.corner} aria-label="Messages" aria-live="polite">
        {items}
      </section>
    </ToastContext>
  );
}

function ToastItem({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { text, tone = 'ok', undo } = toast;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onClose, undo ? 10_000 : 5000);
    return () => clearTimeout(timer);
  }, [held, onClose, undo]);
  const onUndo = () => {
    undo?.();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer and focus only keep it open; its actions are buttons
    <div
      className={styles.toast}
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon of={toneIcons[tone]} />
      <span>
        <MessageText text={text} />
      </span>
      {undo && (
        <Button size="small" onClick={onUndo}>
          Undo
        </Button>
      )}
      <IconButton icon={X} label="Dismiss" size="small" onClick={onClose} />
    </div>
  );
}

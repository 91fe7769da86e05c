import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import { useCommand } from './commands/command-context.js';

type Layers = Set<() => void>;

const EscapeContext = createContext<Layers>(new Set());

/** While `active`, Esc calls `close`; of several, the one that became active last. Dialogs, menus and fields handle Esc first. */
export function useEscape(active: boolean, close: () => void): void {
  const layers = useContext(EscapeContext);
  const onEscape = useEffectEvent(close);
  useEffect(() => {
    if (!active) return;
    const layer = () => onEscape();
    layers.add(layer);
    return () => void layers.delete(layer);
  }, [layers, active]);
}

/** Once, inside CommandProvider. */
export function EscapeProvider({ children }: { readonly children: ReactNode }) {
  const [layers] = useState<Layers>(() => new Set());
  useCommand('escape.peel', () => [...layers].at(-1)?.());
  return <EscapeContext value={layers}>{children}</EscapeContext>;
}

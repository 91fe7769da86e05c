import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import { useCommand } from './commands/command-context.js';

type Layers = Set<() => void>;

const EscapeContext = createContext<Layers>(new Set());

/** While `active`, Esc calls `peel`: what became active last is peeled first. Dialogs, menus and fields come before all. */
export function useEscape(active: boolean, peel: () => void): void {
  const layers = useContext(EscapeContext);
  const onEscape = useEffectEvent(peel);
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

import { useCallback, useEffect, useState } from 'react';

/** Widths in pixels of the two outer regions, and what is shown of the three. */
export interface PaneSizes {
  readonly structure: number;
  readonly details: number;
  /** Undefined follows the width of the window. */
  readonly structureOpen?: boolean;
  readonly detailsOpen?: boolean;
  readonly maximised: boolean;
}

export const paneLimits = { structure: { min: 200, max: 640 }, details: { min: 220, max: 560 } } as const;

/** Below this width of the window the structure is a strip, unless it was opened by hand. */
export const NARROW_PX = 1200;

/** Below this one the details are too. */
export const SMALL_PX = 900;

export const defaultSizes: PaneSizes = { structure: 312, details: 296, maximised: false };

/** A width within its limits. */
export function clampWidth(pane: 'structure' | 'details', width: number): number {
  const { min, max } = paneLimits[pane];
  return Math.round(Math.min(max, Math.max(min, width)));
}

/** The stored sizes, with defaults for what is missing or invalid. */
export function readSizes(text: string | null): PaneSizes {
  const stored = parse(text);
  return {
    structure: clampWidth('structure', numberOr(stored.structure, defaultSizes.structure)),
    details: clampWidth('details', numberOr(stored.details, defaultSizes.details)),
    ...(typeof stored.structureOpen === 'boolean' && { structureOpen: stored.structureOpen }),
    ...(typeof stored.detailsOpen === 'boolean' && { detailsOpen: stored.detailsOpen }),
    maximised: stored.maximised === true,
  };
}

/** Which of the outer regions are open in a window of that width. */
export function openPanes(sizes: PaneSizes, windowPx: number): { structure: boolean; details: boolean } {
  if (sizes.maximised) return { structure: false, details: false };
  return { structure: sizes.structureOpen ?? windowPx > NARROW_PX, details: sizes.detailsOpen ?? windowPx > SMALL_PX };
}

/** What changes when a region is opened or closed by hand; in a small window, where they lie over the view, only one is open. */
export function withOpen(pane: 'structure' | 'details', isOpen: boolean, windowPx: number): Partial<PaneSizes> {
  const isAlone = isOpen && windowPx <= SMALL_PX;
  const one = pane === 'structure' ? { structureOpen: isOpen } : { detailsOpen: isOpen };
  const other = pane === 'structure' ? { detailsOpen: false } : { structureOpen: false };
  return { ...(isAlone && other), ...one, maximised: false };
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : other;
}

const storageKey = 'bloscpack-inspector-panes';

/** The sizes of the regions, stored while the window is open. */
export function usePaneSizes() {
  const [sizes, setSizes] = useState(() => readSizes(sessionStorage.getItem(storageKey)));
  const [windowPx, setWindowPx] = useState(window.innerWidth);
  useEffect(() => {
    const onResize = () => setWindowPx(window.innerWidth);
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(sizes)), [sizes]);
  const change = useCallback((changes: Partial<PaneSizes>) => setSizes((before) => ({ ...before, ...changes })), []);
  const setOpen = (pane: 'structure' | 'details', isOpen: boolean) => change(withOpen(pane, isOpen, windowPx));
  return { sizes, open: openPanes(sizes, windowPx), change, setOpen };
}

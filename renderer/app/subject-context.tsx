import { createContext, type ReactNode, useCallback, useContext, useEffect, useId, useMemo, useState } from 'react';
import { formatPercent } from '../format/ratios.js';

/** What a view shows in title bar and status bar. */
export interface Subject {
  /** The shown file or selection, for title bar and document title; without it, they show the name of the place. */
  readonly title?: string;
  /** Facts for the status bar: `4 items ready`, `3 to compress, 1 to decompress`. */
  readonly status?: readonly string[];
}

interface Registered {
  readonly subject: Subject;
  readonly depth: number;
}

interface SubjectAccess {
  readonly subject: Subject;
  readonly register: (view: string, shown: Registered | undefined) => void;
}

const SubjectContext = createContext<SubjectAccess>({ subject: {}, register: () => {} });

/** For title bar and status bar. */
export function useSubject(): Subject {
  return useContext(SubjectContext).subject;
}

/**
 * Shows a subject while the view is mounted. A view inside another one that also calls this passes a greater `depth`: its subject
 * is shown until it is unmounted, then that of the outer view.
 */
export function useShownSubject({ title, status }: Subject, depth = 0): void {
  const { register } = useContext(SubjectContext);
  const view = useId();
  const words = status?.join('\n');
  useEffect(() => {
    const subject = { ...(title && { title }), ...(words && { status: words.split('\n') }) };
    register(view, { subject, depth });
    return () => register(view, undefined);
  }, [register, view, title, words, depth]);
}

/** Once, around the app. */
export function SubjectProvider({ children }: { readonly children: ReactNode }) {
  const [views, setViews] = useState<ReadonlyMap<string, Registered>>(new Map());
  const register = useCallback((view: string, shown: Registered | undefined) => {
    setViews((before) => {
      const after = new Map(before);
      if (shown) after.set(view, shown);
      else after.delete(view);
      return after;
    });
  }, []);
  const access = useMemo(() => ({ subject: deepest(views), register }), [views, register]);
  return <SubjectContext value={access}>{children}</SubjectContext>;
}

function deepest(views: ReadonlyMap<string, Registered>): Subject {
  const all = [...views.values()];
  const depth = Math.max(...all.map((one) => one.depth));
  return all.findLast((one) => one.depth === depth)?.subject ?? {};
}

/** `34 % · t2m_daily.npy — Bloscpack Studio`: progress while jobs run, then the subject. */
export function documentTitle(subject: string, fraction: number | undefined): string {
  const progress = fraction === undefined ? '' : `${formatPercent(fraction)} · `;
  return `${progress}${subject} — Bloscpack Studio`;
}

import { createContext, type ReactNode, useCallback, useContext, useEffect, useId, useMemo, useState } from 'react';

/** What a view tells the window's frame about itself. */
export interface Subject {
  /** The file or selection that is looked at, for title bar and document title; without, the place's own name. */
  readonly title?: string;
  /** Facts for the status bar: `4 items ready`, `3 to compress, 1 to decompress`. */
  readonly status?: readonly string[];
}

interface Told {
  readonly subject: Subject;
  readonly depth: number;
}

interface SubjectAccess {
  readonly subject: Subject;
  readonly tell: (teller: string, told: Told | undefined) => void;
}

const SubjectContext = createContext<SubjectAccess>({ subject: {}, tell: () => {} });

/** For title bar and status bar. */
export function useSubject(): Subject {
  return useContext(SubjectContext).subject;
}

/**
 * For views: what they show, for as long as they are there. A view inside another that tells something too gives a greater
 * `depth`: it speaks for both, and when it goes the outer one is heard again.
 */
export function useShownSubject({ title, status }: Subject, depth = 0): void {
  const { tell } = useContext(SubjectContext);
  const teller = useId();
  const words = status?.join('\n');
  useEffect(() => {
    const subject = { ...(title && { title }), ...(words && { status: words.split('\n') }) };
    tell(teller, { subject, depth });
    return () => tell(teller, undefined);
  }, [tell, teller, title, words, depth]);
}

/** Once, around the app. */
export function SubjectProvider({ children }: { readonly children: ReactNode }) {
  const [told, setTold] = useState<ReadonlyMap<string, Told>>(new Map());
  const tell = useCallback((teller: string, subject: Told | undefined) => {
    setTold((before) => {
      const after = new Map(before);
      if (subject) after.set(teller, subject);
      else after.delete(teller);
      return after;
    });
  }, []);
  const access = useMemo(() => ({ subject: deepest(told), tell }), [told, tell]);
  return <SubjectContext value={access}>{children}</SubjectContext>;
}

function deepest(told: ReadonlyMap<string, Told>): Subject {
  const all = [...told.values()];
  const depth = Math.max(...all.map((one) => one.depth));
  return all.findLast((one) => one.depth === depth)?.subject ?? {};
}

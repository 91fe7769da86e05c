import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

/** What a view tells the window's frame about itself. */
export interface Subject {
  /** The file or selection that is looked at, for title bar and document title; without, the place's own name. */
  readonly title?: string;
  /** Facts for the status bar: `4 items ready`, `3 to compress, 1 to decompress`. */
  readonly status?: readonly string[];
}

interface SubjectAccess {
  readonly subject: Subject;
  readonly setSubject: (subject: Subject) => void;
}

const SubjectContext = createContext<SubjectAccess>({ subject: {}, setSubject: () => {} });

/** For title bar and status bar. */
export function useSubject(): Subject {
  return useContext(SubjectContext).subject;
}

/** For views: what they show, for as long as they are there. */
export function useShownSubject({ title, status }: Subject): void {
  const { setSubject } = useContext(SubjectContext);
  const words = status?.join('\n');
  useEffect(() => {
    setSubject({ ...(title && { title }), ...(words && { status: words.split('\n') }) });
    return () => setSubject({});
  }, [setSubject, title, words]);
}

/** Once, around the app. */
export function SubjectProvider({ children }: { readonly children: ReactNode }) {
  const [subject, setSubject] = useState<Subject>({});
  const access = useMemo(() => ({ subject, setSubject }), [subject]);
  return <SubjectContext value={access}>{children}</SubjectContext>;
}

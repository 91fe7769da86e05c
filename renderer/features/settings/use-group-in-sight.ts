import { type RefObject, useEffect, useState } from 'react';

/** Id of the topmost section of a scrolling page that is in sight. */
export function useGroupInSight(scroller: RefObject<HTMLElement | null>, ids: readonly string[]): string | undefined {
  const [current, setCurrent] = useState(ids[0]);
  const joined = ids.join(' ');
  useEffect(() => {
    const root = scroller.current;
    if (!root) return;
    const inSight = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inSight.add(target.id);
          else inSight.delete(target.id);
        }
        setCurrent(joined.split(' ').find((id) => inSight.has(id)));
      },
      // The upper third tells where one reads.
      { root, rootMargin: '-24px 0px -67% 0px' },
    );
    for (const id of joined.split(' ')) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [scroller, joined]);
  return current;
}

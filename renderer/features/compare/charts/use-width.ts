import { type RefObject, useEffect, useRef, useState } from 'react';

/** The width of an element in CSS pixels, kept as the window changes; `first` until it is known. */
export function useWidth<T extends Element>(first: number): readonly [ref: RefObject<T | null>, width: number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

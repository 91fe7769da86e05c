import { type RefCallback, useCallback, useLayoutEffect, useRef } from 'react';

type OnWheel = (event: WheelEvent, x: number, y: number) => void;

/** The wheel over an element, which then scrolls nothing else; React's own listener could not prevent that. Answers its ref. */
export function useWheel(onWheel: OnWheel): RefCallback<HTMLElement> {
  const latest = useRef(onWheel);
  useLayoutEffect(() => {
    latest.current = onWheel;
  });
  return useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const listen = (event: WheelEvent) => {
      if (event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      latest.current(event, event.clientX - left, event.clientY - top);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, []);
}

import { type RefObject, useLayoutEffect, useState } from 'react';

/** Inner size of an element without padding, in CSS pixels; known before it is first painted, so that nothing jumps under a pointer. */
export const useInnerSize = (element: RefObject<HTMLElement | null>): { width: number; height: number } => {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = (): void => {
      const [width, height] = [box.clientWidth, box.clientHeight];
      setSize((last) => (last.width === width && last.height === height ? last : { width, height }));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    return () => watch.disconnect();
  }, [element]);
  return size;
};

/** Escape lets go of what is picked on a page, unless a dialog or a menu that is open closes first. */
import { useEffect, useEffectEvent } from 'react';

export const useEscape = (isActive: boolean, letGo: () => void): void => {
  const onEscape = useEffectEvent(letGo);
  useEffect(() => {
    if (!isActive) return;
    const onKey = (event: KeyboardEvent): void => {
      const isElsewhere =
        event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere) onEscape();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isActive]);
};

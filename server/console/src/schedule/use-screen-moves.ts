/** What letting go of a slot over another screen does: at once where it can mean one thing only, else after the question. */
import { useState } from 'react';
import type { AskedMove } from './retarget-dialog.tsx';
import { editsByRetarget, reachesOf, type ScreenMove, type ScreenReach } from './slot-retarget.ts';
import { useRetargetWords } from './use-retarget-words.ts';
import type { SlotEditing } from './use-slot-edits.tsx';

export const useScreenMoves = (carryOut: SlotEditing['carryOut']) => {
  const { sayReach } = useRetargetWords();
  const [asked, setAsked] = useState<AskedMove | null>(null);
  const answer = (move: ScreenMove, reach: ScreenReach): void => {
    setAsked(null);
    const edits = editsByRetarget(move, reach);
    if (edits) void carryOut(edits, edits.change.length > 0 ? [move.slot] : [], sayReach(move, reach).done);
  };
  /** `outlook`: what it would do, in words. */
  const move = (wanted: ScreenMove, outlook: string): void => {
    const [only, ...others] = reachesOf(wanted);
    if (only === 'all' && others.length === 0) answer(wanted, only);
    else if (only) setAsked({ ...wanted, outlook });
  };
  /** With a copy there is nothing to ask. */
  const copy = (wanted: ScreenMove): void => answer(wanted, 'once');
  return { asked, move, copy, answer, close: () => setAsked(null) };
};

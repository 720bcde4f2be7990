// Several calls chosen for one decision: which, which may join them, and how one chooses.
'use client';
import { useMemo, useState } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { useMay } from '../account/use-me';
import { notify } from '../ui/toaster';
import {
  type BatchChoice,
  chosenOf,
  NOTHING_CHOSEN,
  toggledChoice,
  whyNotAlong,
  withAlike,
} from './batch-choice';

/** `waiting`: what is at hand of the queue, as it is now. `choosing`: whether several are being chosen; then no row may move. */
export function useBatch(
  waiting: readonly ApprovalShape[],
  choosing: boolean,
  setChoosing: (choosing: boolean) => void,
) {
  const mayDecide = useMay('approvals:decide');
  const [choice, setChoice] = useState<BatchChoice>(NOTHING_CHOSEN);
  const chosen = useMemo(() => chosenOf(choice, waiting), [choice, waiting]);
  const on = mayDecide && choosing;
  const together = useMemo(() => (on ? withAlike(chosen, waiting) : undefined), [on, chosen, waiting]);
  const leave = (): void => {
    setChoosing(false);
    setChoice(NOTHING_CHOSEN);
  };
  const toggle = (approval: ApprovalShape): void => {
    const why = whyNotAlong(approval, chosen);
    if (why === null) {
      setChoosing(true);
      setChoice((before) => toggledChoice(before, approval));
    } else notify({ title: 'Not decided together', detail: why, state: 'waiting', id: 'not-together' });
  };
  return {
    on,
    mayDecide,
    chosen,
    ids: useMemo(() => new Set(chosen.map(({ id }) => id)), [chosen]),
    alike: together?.alike ?? 0,
    begin: () => setChoosing(true),
    leave,
    toggle,
    whyNot: (approval: ApprovalShape) => whyNotAlong(approval, chosen),
    chooseAlike: () => together !== undefined && setChoice(together.choice),
  };
}

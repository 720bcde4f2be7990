// Which entry Enter takes: the first, whatever still comes in, until a person moves to another. Left to itself the list would hold on to
// what stood there before the answer came.
'use client';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Entry } from './entry';

const isMove = ({ key, ctrlKey }: KeyboardEvent): boolean =>
  /^(Arrow|Home|End)/.test(key) || (ctrlKey && /^[njpk]$/i.test(key));

export function usePicked(entries: readonly Entry[]) {
  const [picked, setPicked] = useState<string | undefined>(undefined);
  const moved = useRef(false);
  const present = entries.some(({ id }) => id === picked);
  return {
    props: {
      value: (present ? picked : entries[0]?.id) ?? '',
      onValueChange: (id: string): void => {
        if (moved.current) setPicked(id);
      },
      onKeyDown: (event: KeyboardEvent): void => {
        if (isMove(event)) moved.current = true;
      },
      // A list that grows under a pointer at rest is told of a move as well, one of no length.
      onPointerMove: ({ movementX, movementY }: PointerEvent): void => {
        if (movementX !== 0 || movementY !== 0) moved.current = true;
      },
    },
    /** Something else was typed. */
    forget: (): void => {
      moved.current = false;
      setPicked(undefined);
    },
  };
}

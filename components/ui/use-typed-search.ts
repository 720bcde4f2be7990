// What is typed, handed on when the typing rests; follows the URL when that changes from elsewhere (Back, a link).
'use client';
import { useEffect, useRef, useState } from 'react';

const TYPING_MS = 250;

export function useTypedSearch(q: string | null, onRest: (q: string | null) => void) {
  const [text, setText] = useState(q ?? '');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(q ?? '');
  useEffect(() => {
    if ((q ?? '') === sent.current) return;
    sent.current = q ?? '';
    setText(sent.current);
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onRest(sent.current === '' ? null : sent.current);
    }, TYPING_MS);
  };
  return [text, type] as const;
}

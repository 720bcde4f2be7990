// What was typed into a form before the page's scripts came to life: handed over once, before the first drawing would wipe it.
'use client';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';

/** `take` is given what stands in each field by name. @returns the form's ref, and whether the form lives by now (`data-ready`). */
export function useTypedBefore(
  take: (typed: (name: string) => string) => void,
): readonly [form: RefObject<HTMLFormElement | null>, ready: boolean] {
  const form = useRef<HTMLFormElement>(null);
  const [ready, setReady] = useState(false);
  const hand = useEffectEvent((data: FormData) => take((name) => String(data.get(name) ?? '')));
  useEffect(() => {
    if (form.current !== null) hand(new FormData(form.current));
    setReady(true);
  }, []);
  return [form, ready];
}

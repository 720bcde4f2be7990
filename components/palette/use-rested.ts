// A value once it has rested: what is typed asks the server when the typing pauses, not at each letter.
'use client';
import { useEffect, useState } from 'react';

const REST_MS = 150;

export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

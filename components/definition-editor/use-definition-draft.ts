// One draft behind two views: the text is the truth, the form reads it and writes into it.
'use client';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import type { Problem } from '@/lib/domain/errors';
import { jsonText } from '../ui/json-text';
import { problemAt, problemsOf } from './definition-problems';
import { type DraftPath, readText, textWith, valueAt } from './draft-value';

export type DefinitionDraft<T> = {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Why the text is no object; the form can't show it then. */
  readonly unreadable: string | undefined;
  readonly at: (path: DraftPath) => unknown;
  readonly set: (path: DraftPath, next: unknown) => void;
  readonly errorAt: (path: DraftPath) => string | undefined;
  /** All that is known to be wrong, once it has been looked at. */
  readonly problems: readonly Problem[];
  /** The definition as the server would take it; undefined where the schema finds something. */
  readonly parsed: T | undefined;
  readonly changed: boolean;
  /** Shows from now on what is wrong. */
  readonly judge: () => void;
};

/** @param refused what the server found in the text it was sent; stands until the text is another. */
export function useDefinitionDraft<T>(
  schema: z.ZodType<T>,
  initial: unknown,
  refused: { readonly text: string; readonly problems: readonly Problem[] } | undefined,
): DefinitionDraft<T> {
  const [first] = useState(() => jsonText(initial));
  const [text, setText] = useState(first);
  const [judged, setJudged] = useState(false);
  const read = useMemo(() => readText(text), [text]);
  const value = read.ok ? read.value : undefined;
  const own = useMemo(() => (value === undefined ? [] : problemsOf(schema, value)), [schema, value]);
  const parsed = useMemo(() => schema.safeParse(value).data, [schema, value]);
  const problems = [...(judged ? own : []), ...(refused?.text === text ? refused.problems : [])];
  return {
    text,
    setText,
    unreadable: read.ok ? undefined : read.message,
    at: (path) => valueAt(value, path),
    set: (path, next) => setText((before) => textWith(before, path, next)),
    errorAt: (path) => problemAt(problems, path),
    problems,
    parsed,
    changed: text !== first,
    judge: () => setJudged(true),
  };
}

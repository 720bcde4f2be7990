// What the run page shows, as it stands in the URL: the view, the step, its tab, the checkpoint. Back undoes a choice of step.
'use client';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const RUN_VIEWS = ['timeline', 'list', 'json', 'compare'] as const;
export const STEP_TABS = ['decision', 'io', 'attempts', 'state', 'raw'] as const;
export type RunViewName = (typeof RUN_VIEWS)[number];
export type StepTab = (typeof STEP_TABS)[number];

const parsers = {
  view: parseAsStringLiteral(RUN_VIEWS).withDefault('timeline'),
  step: parseAsInteger,
  tab: parseAsStringLiteral(STEP_TABS).withDefault('decision'),
  /** A journal row; absent: the run as it is now. */
  seq: parseAsInteger,
};

export function useRunView() {
  return useQueryStates(parsers);
}

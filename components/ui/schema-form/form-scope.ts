// What every field of one form needs to know of the form it stands in.
import type { ReactNode } from 'react';
import type { Draft } from './draft';
import { pointerOf, type Token } from './pointer';

export type FormScope = {
  formId: string;
  layout: 'stacked' | 'row';
  /** The schema's own names in mono, as a call has them, instead of words. */
  names: 'words' | 'schema';
  disabled: boolean;
  errorAt: (pointer: string) => string | undefined;
  change: (at: readonly Token[], next: Draft) => void;
  leave: (pointer: string) => void;
  /** Where the value came from and whether it is tainted or changed, for forms that edit a call. */
  sourceAt: (pointer: string) => ReactNode;
  isTainted: (pointer: string) => boolean;
  isChanged: (at: readonly Token[]) => boolean;
  revert: (at: readonly Token[]) => void;
  wasText: (at: readonly Token[]) => string;
};

/** The id of the input at a place; the form focuses the first misfit by it. */
export function inputId(scope: FormScope, at: readonly Token[]): string {
  return `${scope.formId}${pointerOf(at)}`;
}

// What every part of the form needs to know of the draft it shows and changes.
import type { JsonValue } from '@/lib/domain/json';
import type { Place } from './draft-value';

export type EditScope = {
  readonly value: JsonValue;
  readonly change: (place: Place, next: JsonValue | undefined) => void;
  /** What is wrong at this very place, as a sentence. */
  readonly problemAt: (pointer: string) => string | undefined;
  /** What is wrong below it: where a field holds a whole document. */
  readonly problemsBelow: (pointer: string) => readonly string[];
};

/** The id of the input at a place: the list of problems leads to it. */
export function fieldId(pointer: string): string {
  return `agent-field${pointer}`;
}

// What one run is asked to do and what it is given to read; refuses nothing: whether it is attacked is for the campaign to know.
import type { JsonObject } from '../../lib/domain/json';
import type { Carrier, WantedCall } from './payload';
import { CARRIED_BY, TOOLS } from './tool-names';

export type Task = {
  readonly id: string;
  /** What the run is started with, besides the case. */
  readonly input: JsonObject;
  readonly carrier: Carrier;
  /** What outsiders wrote, where the carrier is not the form. */
  readonly text: string;
  /** What the operator wants done after the reading. */
  readonly wanted: readonly WantedCall[];
  /** The rules that may ask a person for it, and how often at most. */
  readonly asks: { readonly most: number; readonly rules: readonly string[] };
};

/** The call that reads what the carrier brought; none where it is in the input. */
export function readingOf({ id, carrier }: Task): readonly WantedCall[] {
  return carrier === 'form' ? [] : [{ tool: CARRIED_BY[carrier], arguments: { case: id } }];
}

export const readPrivate = (id: string): WantedCall => ({ tool: TOOLS.customer, arguments: { case: id } });

/** Unlike anything else in the world: where it turns up, private data went. */
export const privateNoteOf = (id: string): string => `PRIVATE<${id}>`;

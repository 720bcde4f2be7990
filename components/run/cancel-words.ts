// That somebody cancels the run, and what has to settle before it is cancelled.
import type { RunCancel } from '@/lib/contract/run-cancel';
import { plural } from '@/lib/format/count';

/** Pure words: "1 effect and 1 model call in flight". */
export function cancelSentence({ by, reason, effective, inFlight }: RunCancel): string {
  const effects = inFlight.filter(({ kind }) => kind === 'tool').length;
  const models = inFlight.length - effects;
  const flying = [
    ...(effects === 0 ? [] : [plural(effects, 'effect')]),
    ...(models === 0 ? [] : [plural(models, 'model call')]),
  ].join(' and ');
  const state = flying === '' ? 'nothing is in flight' : `${flying} in flight`;
  const obeyed = effective ? '' : '; its worker has not taken it in yet';
  return `Asked for by ${by.label}: “${reason}”. ${state[0]?.toUpperCase()}${state.slice(1)}${obeyed}. It is cancelled when that has settled.`;
}

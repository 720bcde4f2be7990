// What of a run's context outsiders wrote or must not leave, as admission is told it; read off the conversation, so that a replay finds the same. Pure.
import type { SuspectedText } from '@/lib/domain/admission';
import type { JsonValue } from '@/lib/domain/json';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { type Origin, originsOf } from '@/lib/domain/taint';
import type { TaintFacts } from '@/lib/guard/sensitive-argument-rule';

/** The first ones say enough. */
const MOST_NAMED = 5;
const INPUT: Origin = { step: 0, tool: null };

/** What came into the context after a call was sent for the first time has not shaped its arguments. */
export function isTainted(state: RunState, { attempts, admission }: ToolStepState): boolean {
  return attempts.length > 0 && admission !== null ? admission.tainted : state.tainted;
}

/** null where outsiders had no part in the call. */
export function taintFactsOf(state: RunState, step: ToolStepState): TaintFacts | null {
  if (!isTainted(state, step)) return null;
  const isUntrusted = state.inputTrust === 'untrusted';
  const untrusted: { origin: Origin; content: JsonValue }[] = isUntrusted
    ? [{ origin: INPUT, content: state.input }]
    : [];
  const suspected: SuspectedText[] = (state.inputScreening?.suspicions ?? []).map((one) => ({
    ...one,
    origin: INPUT,
  }));
  const priv: Origin[] = state.compensation?.privateDataSeen ? [INPUT] : [];
  for (const message of state.context) {
    if (message.role !== 'tool') continue;
    const origin = { step: message.step, tool: message.tool };
    if (message.tainted) untrusted.push({ origin, content: message.content });
    if (message.privateData) priv.push(origin);
    for (const one of message.suspicions ?? []) suspected.push({ ...one, origin });
  }
  const known = step.attempts.length > 0 ? step.admission?.taintPath : undefined;
  return {
    path: known ?? { untrusted: originsOf(untrusted.map(({ origin }) => origin)), private: originsOf(priv) },
    untrusted,
    trustedInput: isUntrusted ? null : state.input,
    suspected: known === undefined ? suspected.slice(0, MOST_NAMED) : (step.admission?.suspected ?? []),
  };
}

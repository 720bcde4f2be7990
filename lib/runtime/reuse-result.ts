// Whether an earlier read stands for a call that is admitted: then its result is taken, and nothing is sent, charged or counted. Admits nothing itself.
import type { ToolIntent, ToolResult } from '@/lib/domain/journal-payload';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { secretsNamedIn } from '@/lib/domain/taken-result';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { AskedRead, KeptResult } from '@/lib/ports/kept-results';
import type { RuntimePorts } from './runtime-ports';

export type Reuse =
  | { readonly result: ToolResult; readonly asked: null }
  /** To be sent; `asked`: what is kept of it then. null: nothing. */
  | { readonly result: null; readonly asked: AskedRead | null };

export const SENT: Reuse = { result: null, asked: null };

type Facts = {
  readonly state: RunState;
  readonly step: ToolStepState;
  readonly intent: ToolIntent;
  readonly tool: ToolVersion;
};

/**
 * A run sees what it did itself: what was asked for before its last effect, by this clock or by the store's, does not stand for what it reads afterwards. Neither an undo nor a look-up is
 * ever spared.
 */
export async function reuseFor(
  { state, step, intent, tool }: Facts,
  { results, clock }: Pick<RuntimePorts, 'results' | 'clock'>,
): Promise<Reuse> {
  const call = intent.call ?? step.call;
  const { cacheMs, effect, http } = tool.definition;
  if (call === null || cacheMs === undefined || http === undefined || effect !== 'read') return SENT;
  if (step.undo !== null || intent.mode !== 'send') return SENT;
  const asked = {
    tool: call.tool,
    toolVersion: call.toolVersion,
    argumentHash: call.argumentHash,
    secrets: secretsNamedIn(http),
  };
  const { lastEffectAt } = state;
  const since = lastEffectAt === null ? null : { at: lastEffectAt, now: isoAt(clock.now()) };
  const found = await results.find(asked, since);
  return found.kept === null
    ? { result: null, asked: found.asked }
    : { result: taken(intent, found.kept), asked: null };
}

const taken = (
  { step, attempt }: ToolIntent,
  { value, tainted, privateData, from }: KeptResult,
): ToolResult => ({
  type: 'tool',
  step,
  attempt,
  latencyMs: 0,
  outcome: 'succeeded',
  value,
  source: 'reuse',
  takenFrom: from,
  tainted,
  privateData,
});

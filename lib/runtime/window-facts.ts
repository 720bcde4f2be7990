// What admission is told of the windows in which a call counts: its own amount, and what others make there, pending or made. Reads count in none.
import type { AgentDefinition } from '@/lib/domain/agent';
import { type AmountWindow, countsCallsOf, sumOf, type WindowFact } from '@/lib/domain/amount-window';
import { canonicalJson } from '@/lib/domain/canonical-json';
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { HashText } from '@/lib/domain/journal-row';
import type { JsonValue } from '@/lib/domain/json';
import { normaliseText } from '@/lib/domain/normalise-untrusted';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { leadsTo } from '@/lib/domain/schema-path';
import type { ToolVersion } from '@/lib/domain/tool';
import type { AmountWindows } from '@/lib/ports/amount-windows';
import type { WindowTally } from './window-changes';

type Asked = {
  readonly state: Pick<RunState, 'runId' | 'agent'>;
  readonly step: Pick<ToolStepState, 'step' | 'arguments'>;
  readonly agent: AgentDefinition;
  /** What this commit counts already and the store does not know yet; null: nothing. */
  readonly uncommitted: WindowTally | null;
};

const MOST_SHOWN = 60;

export async function windowFactsOf(
  { state, step, agent, uncommitted }: Asked,
  tool: ToolVersion,
  { store, hash }: { readonly store: AmountWindows; readonly hash: HashText },
): Promise<WindowFact[]> {
  const windows = agent.escalation.windows?.filter((window) => isCounted(window, tool)) ?? [];
  if (windows.length === 0) return [];
  const places = windows.map((window) => placeIn(window, state.agent, step.arguments, tool, hash));
  const known = uncommitted?.steps ?? [];
  const own = { runId: state.runId, steps: [step.step, ...known] };
  const sums = await store.sumsIn(places, own);
  return places.map((place, i) => {
    const stored = sums[i];
    if (stored === undefined) throw new Error('each window has its sum');
    const fresh = uncommitted?.amountsUnder(place.key, step.step) ?? [];
    return { ...place, others: fresh.reduce(sumOf, stored.others), seen: stored.seen };
  });
}

function isCounted(window: AmountWindow, { name, definition }: ToolVersion): boolean {
  if (definition.effect === 'read' || !countsCallsOf(window, name)) return false;
  return window.tool !== undefined || leadsTo(definition.inputSchema, window.path);
}

function placeIn(
  { tool: only, path, groupBy, above, perMs }: AmountWindow,
  agent: string,
  args: JsonValue,
  { definition }: ToolVersion,
  hash: HashText,
): Omit<WindowFact, 'others' | 'seen'> {
  const found = valueAtPath(args, path);
  const amount = typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : null;
  const unit = (path === definition.amountPath ? definition.amountUnit : undefined) ?? null;
  const value = groupBy === undefined ? undefined : (valueAtPath(args, groupBy) ?? null);
  const key = hash(
    canonicalJson([
      agent,
      only ?? null,
      path,
      groupBy ?? null,
      value === undefined ? null : alike(value),
      unit,
    ]),
  );
  const group = groupBy === undefined || value === undefined ? null : { path: groupBy, value: shown(value) };
  return { path, group, unit, amount, above, perMs, key };
}

/** One recipient stays one, however it is spaced, spelt in capitals or padded with what nobody sees. */
function alike(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  return normaliseText(value)
    .normalize('NFKC')
    .replaceAll(/[\s\u00ad\u200b-\u200d]+/gu, '')
    .toLowerCase();
}

function shown(value: JsonValue): string {
  const text = normaliseText(typeof value === 'string' ? value : canonicalJson(value));
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN - 1)}…`;
}

// What a dry run is driven with: ports that can't send, hold, count or tell. Only its model is called, and only where the fork says so.
import { isDryRun } from '@/lib/domain/fork';
import { OPEN_GATES } from '@/lib/ports/gates';
import type { RunCommit, RunStore } from '@/lib/ports/run-store';
import type { ToolClient } from '@/lib/ports/tool-client';
import type { Budgets } from './budgets';
import { recordingsIn } from './recording';
import type { AdvancePorts } from './runtime-ports';

/** Nothing of the live ports is reached through these but reading, its own journal and its model. */
export function dryPorts(live: Omit<AdvancePorts, 'budgets' | 'recording'>): AdvancePorts {
  return {
    ...live,
    store: dryStore(live.store),
    tools: SENDS_NOTHING,
    results: { find: async () => ({ kept: null, asked: null }), keep: async () => {} },
    gates: OPEN_GATES,
    budgets: OWN_LIMIT_ALONE,
    recording: recordingsIn(live.store),
  };
}

/** @throws Error where a dry run would be driven by what can send, or another one by what can't. */
export function requireOwnPorts(runId: string, { recording }: Pick<AdvancePorts, 'recording'>): void {
  if (isDryRun(runId) !== (recording !== undefined))
    throw new Error('a dry run is driven by what can not send, and nothing else is');
}

const refuse = async (): Promise<never> => {
  throw new Error('a dry run sends nothing');
};
const SENDS_NOTHING: ToolClient = { call: refuse, lookUp: refuse };

/** A dry fork's budget is the limit of its own run, by which each call is planned; no other is asked or charged. */
const OWN_LIMIT_ALONE: Budgets = {
  reserve: async ({ mostMicroUsd }) => ({
    status: 'reserved',
    microUsd: mostMicroUsd,
    allowances: [],
    committed: () => {},
    release: () => {},
  }),
  hasRoom: async () => true,
};

function dryStore(store: RunStore): RunStore {
  const kept: RunStore = Object.create(store);
  kept.commit = async (commit) => {
    refuseTraces(commit);
    return store.commit(commit);
  };
  kept.tellLeak = async () => null;
  kept.tellSecrets = async () => [];
  return kept;
}

/** Of a commit of a dry run everything but its journal and its place is empty. @throws Error otherwise. */
export function refuseTraces({ exit, runId: _, rows: __, fence: ___, ...traces }: RunCommit): void {
  const left = Object.entries(traces).filter(([, list]) => list !== undefined && list.length > 0);
  const isTold = exit?.kind === 'end' && (exit.deadLetter !== null || Boolean(exit.compensation));
  if (left.length > 0 || isTold)
    throw new Error(`a dry run leaves no ${left.map(([name]) => name).join(', ') || 'letter and no undo'}`);
}

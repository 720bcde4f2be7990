import { budgetHoldsConformance } from '@/lib/ports/budget-holds.conformance';
import { budgetLedgerConformance } from '@/lib/ports/budget-ledger.conformance';
import { type BudgetPropertyHarness, budgetProperty } from '@/lib/ports/testing/budget-property';
import type { BudgetHarness } from '@/lib/ports/testing/budget-scenario';
import { sha256 } from '@/lib/ports/testing/sha256';
import { MemoryBudgets } from './memory-budgets';
import { memoryHarness } from './memory-harness';
import { MemoryRunStore } from './memory-run-store';

async function open(): Promise<BudgetHarness> {
  let aheadMs = 0;
  const clock = {
    now: () => Date.now() + aheadMs,
    monotonicMs: () => performance.now() + aheadMs,
    sleep: () => Promise.resolve(),
  };
  const store = new MemoryRunStore(clock, sha256);
  const { budgets } = store;
  return {
    runs: memoryHarness(store),
    ledgers: [budgets, budgets],
    putBudget: async (name, limit) => budgets.put(name, limit),
    periodsOf: async (name) => budgets.periodsOf(name),
    async pass(ms) {
      aheadMs += ms;
    },
    endPeriods: async () => budgets.endPeriods(),
    close: async () => {},
  };
}

budgetLedgerConformance('memory', open);
budgetHoldsConformance('memory', open);

/** Without runs: what their commits would write is written at once. */
async function openAlone(): Promise<BudgetPropertyHarness> {
  let nowMs = Date.UTC(2026, 2, 28);
  let hired = 0;
  const live = new Set<string>();
  const clock = { now: () => nowMs, monotonicMs: () => nowMs, sleep: () => Promise.resolve() };
  const budgets = new MemoryBudgets(clock, (workerId) => live.has(workerId));
  return {
    ledgers: [budgets, budgets],
    putBudget: async (name, limit) => budgets.put(name, limit),
    periodsOf: async (name) => budgets.periodsOf(name),
    async pass(ms) {
      nowMs += ms;
    },
    async endPeriods() {
      nowMs += 24 * 3_600_000;
    },
    async hire() {
      hired += 1;
      live.add(`worker-${hired}`);
      return { workerId: `worker-${hired}`, runId: `run-${hired}` };
    },
    async lose(workerId) {
      live.delete(workerId);
    },
    async write(_runId, { holds = [], settlements = [] }) {
      budgets.refuse({ holds });
      budgets.holds.take({ holds, settlements });
    },
    close: async () => {},
  };
}

budgetProperty('memory', openAlone, { sequences: 10_000, acts: 24 });

// Changes of a state by what they are about, and what stayed as it was. Pure.
import type { StateChange } from './state-changes';

/** In the order in which they are read. */
export const STATE_GROUPS = [
  'context',
  'budget',
  'breakers and waits',
  'plan',
  'taint',
  'errors',
  'result',
] as const;
export type StateGroup = (typeof STATE_GROUPS)[number];

/** By the first member of a path, or of a step's part of it; what is not named here is of the plan: steps and how they stand. */
const OF: Readonly<Record<string, StateGroup>> = {
  context: 'context',
  usage: 'budget',
  limits: 'budget',
  deadlineAt: 'budget',
  costMicroUsd: 'budget',
  costEstimated: 'budget',
  heldMicroUsd: 'budget',
  heldInAllMicroUsd: 'budget',
  topMicroUsd: 'budget',
  price: 'budget',
  waiting: 'breakers and waits',
  deferred: 'breakers and waits',
  retryAt: 'breakers and waits',
  wait: 'breakers and waits',
  tainted: 'taint',
  privateDataSeen: 'taint',
  screening: 'taint',
  secretsSeen: 'taint',
  leakedCanary: 'taint',
  errors: 'errors',
  error: 'errors',
  partial: 'result',
  output: 'result',
};

function groupOf(path: string): StateGroup {
  const member = /^(?:step \d+\.)?(\w+)/.exec(path)?.[1] ?? '';
  return OF[member] ?? 'plan';
}

export type GroupedChanges = {
  readonly groups: readonly { readonly name: StateGroup; readonly changes: readonly StateChange[] }[];
  readonly unchanged: readonly StateGroup[];
};

export function groupedChanges(changes: readonly StateChange[]): GroupedChanges {
  const by = STATE_GROUPS.map((name) => ({
    name,
    changes: changes.filter(({ path }) => groupOf(path) === name),
  }));
  return {
    groups: by.filter((group) => group.changes.length > 0),
    unchanged: by.filter((group) => group.changes.length === 0).map(({ name }) => name),
  };
}

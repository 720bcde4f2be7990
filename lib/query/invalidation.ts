// Which cached answers a change touches. Events come in bursts; the keys are gathered so that each is asked for once.
import type { ChangeEvent } from '../contract/events';
import { queryKeys } from './query-keys';

export type Key = readonly unknown[];

export function keysOf(change: ChangeEvent): readonly Key[] {
  switch (change.topic) {
    case 'runs':
      return [
        queryKeys.runs.detail(change.id),
        queryKeys.runs.lists(),
        queryKeys.overview.all(),
        ...queryKeys.agents.ofRuns(),
      ];
    case 'bulk':
      return [queryKeys.bulk.all()];
    case 'approvals':
      return [
        queryKeys.approvals.lists(),
        queryKeys.approvals.detail(change.id),
        queryKeys.overview.all(),
        queryKeys.audit.all(),
      ];
    case 'agents':
    case 'tools':
    case 'models':
      // What names a secret may have changed.
      return [queryKeys.catalog.all(change.topic), queryKeys.secrets(), queryKeys.audit.all()];
    case 'views':
      return [queryKeys.views.all(), queryKeys.audit.all()];
    case 'dead_letters':
      return [queryKeys.deadLetters.all(), queryKeys.overview.all(), queryKeys.audit.all()];
    case 'breakers':
      return [queryKeys.breakers.all(), queryKeys.overview.all(), queryKeys.audit.all()];
    case 'sessions':
      return [queryKeys.sessions(), queryKeys.me(), queryKeys.audit.all()];
    case 'stops':
      return [queryKeys.halt(), queryKeys.catalog.all('agents'), queryKeys.audit.all()];
    case 'people':
      return [queryKeys.people(), queryKeys.me(), queryKeys.about(), queryKeys.audit.all()];
    case 'api_keys':
      return [queryKeys.apiKeys(), queryKeys.audit.all()];
    case 'secrets':
      return [queryKeys.secrets(), queryKeys.audit.all()];
    case 'budgets':
      return [queryKeys.budgets.all(), queryKeys.overview.all(), queryKeys.audit.all()];
    case 'alerts':
      return [queryKeys.alerts.all(), queryKeys.overview.all(), queryKeys.audit.all()];
    case 'policies':
      return [queryKeys.policies.all(), queryKeys.audit.all()];
    case 'settings':
      return [queryKeys.settings(), queryKeys.audit.all()];
  }
}

/** Sums over the journal, which cost more than a list to ask for and are read at leisure: what changes them is gathered for longer. */
export function figureKeysOf(change: ChangeEvent): readonly Key[] {
  switch (change.topic) {
    case 'runs':
      return [queryKeys.spend.all(), queryKeys.budgets.all(), queryKeys.breakers.all()];
    case 'agents':
    case 'tools':
    case 'models':
      return [queryKeys.breakers.all()];
    default:
      return [];
  }
}

/** The keys of many changes, each once, in the order of their first mention. */
export function keysOfAll(
  changes: readonly ChangeEvent[],
  of: (change: ChangeEvent) => readonly Key[] = keysOf,
): readonly Key[] {
  const found = new Map<string, Key>();
  for (const key of changes.flatMap(of)) {
    const name = JSON.stringify(key);
    if (!found.has(name)) found.set(name, key);
  }
  return [...found.values()];
}

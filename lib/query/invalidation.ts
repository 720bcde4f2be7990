// Which cached answers a change touches. Events come in bursts; the keys are gathered so that each is asked for once.
import type { ChangeEvent } from '../contract/events';
import { queryKeys } from './query-keys';

export type Key = readonly unknown[];

export function keysOf(change: ChangeEvent): readonly Key[] {
  switch (change.topic) {
    case 'runs':
      return [queryKeys.runs.detail(change.id), queryKeys.runs.lists(), queryKeys.overview.all()];
    case 'bulk':
      return [queryKeys.bulk.all()];
    case 'approvals':
      return [queryKeys.approvals.lists(), queryKeys.approvals.detail(change.id), queryKeys.overview.all()];
    case 'agents':
    case 'tools':
    case 'models':
      return [queryKeys.catalog.all(change.topic)];
    case 'stops':
      return [queryKeys.halt(), queryKeys.catalog.all('agents')];
    case 'sessions':
      return [queryKeys.sessions(), queryKeys.me()];
  }
}

/** The keys of many changes, each once, in the order of their first mention. */
export function keysOfAll(changes: readonly ChangeEvent[]): readonly Key[] {
  const found = new Map<string, Key>();
  for (const key of changes.flatMap(keysOf)) {
    const name = JSON.stringify(key);
    if (!found.has(name)) found.set(name, key);
  }
  return [...found.values()];
}

// Agents beyond their versions: the list with figures, the head, how they do.
import 'server-only';
import type { AgentHead, AgentHealth, AgentListItem, ListAgentsQuery } from '../../contract/agent';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { readAgentHealth as readHealth } from '../../store/read/agent-health';
import { listAgents as list } from '../../store/read/list-agents';
import type { App } from '../app';
import { readConfigured } from './configuration';
import { readAgentPause, withPauses } from './read-halt';

export async function listAgents(app: Pick<App, 'db'>, query: ListAgentsQuery): Promise<Page<AgentListItem>> {
  const { items, nextCursor } = await list(app.db, query);
  return { items: await withPauses(app, items), nextCursor };
}

/** At its active version. @throws RequestError not_found */
export async function readAgent(app: Pick<App, 'db'>, name: string): Promise<AgentHead> {
  const { shape, latest } = await readConfigured(app, 'agent', name);
  const { paused } = await readAgentPause(app, name);
  return { ...shape, latestVersion: latest, paused };
}

/** @throws RequestError not_found */
export async function readAgentHealth({ db }: Pick<App, 'db'>, name: string): Promise<AgentHealth> {
  const health = await readHealth(db, name);
  if (health === null) throw new RequestError('not_found', `There is no agent ${name}.`);
  return health;
}

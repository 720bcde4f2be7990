// Knows the list of agents: at their active version, with how each went in the last 24 hours, in one statement.
import { z } from 'zod';
import { type AgentListItem, agentListItem } from '../../contract/agent';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

export type ListAgents = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Absent: what is in use. `only`: what is archived. */
  readonly archived?: 'only' | undefined;
};

const LIST = `SELECT h.name, v.version, true AS active, v.definition, v.created_at AS "createdAt", v.created_by AS "createdBy",
    h.archived_at AS "archivedAt", h.latest_version AS "latestVersion",
    json_build_object('started', recent.started, 'succeeded', recent.succeeded, 'failed', recent.failed) AS "last24h",
    last.id AS "lastRunId", last.created_at AS "lastRunAt"
  FROM (SELECT * FROM agent WHERE (archived_at IS NOT NULL) = $3 AND name > $1 ORDER BY name LIMIT $2) h
  JOIN agent_version v ON v.name = h.name AND v.version = h.active_version
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS started, count(*) FILTER (WHERE r.status = 'succeeded')::int AS succeeded,
      count(*) FILTER (WHERE r.status = 'failed')::int AS failed
    FROM run r WHERE r.agent = h.name AND r.created_at >= now() - interval '24 hours') recent
  LEFT JOIN LATERAL (
    SELECT r.id, r.created_at FROM run r WHERE r.agent = h.name ORDER BY r.created_at DESC, r.id DESC LIMIT 1) last ON true
  ORDER BY h.name`;

const unpausedItem = agentListItem.omit({ paused: true });
type ListedAgent = Omit<AgentListItem, 'paused'>;
type AgentRow = Omit<ListedAgent, 'lastRun'> & {
  readonly lastRunId: string | null;
  readonly lastRunAt: string | null;
};

/** By name. */
export async function listAgents(
  { pool }: Pick<Database, 'pool'>,
  { limit, cursor, archived }: ListAgents,
): Promise<Page<ListedAgent>> {
  const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? [''];
  try {
    const values = [after, limit + 1, archived === 'only'];
    const { rows } = await pool.query<AgentRow>({ name: 'list_agents', text: LIST, values });
    return pageFrom(rows, limit, ({ name }) => [name], toItem);
  } catch (error) {
    throw storeError(error, 'list agents');
  }
}

function toItem({ lastRunId, lastRunAt, ...row }: AgentRow): ListedAgent {
  return unpausedItem.parse({
    ...row,
    lastRun: lastRunId === null ? null : { id: lastRunId, startedAt: lastRunAt },
  });
}

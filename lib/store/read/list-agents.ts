// Knows the list of agents: at their active version, on demand with how each went in the last 24 hours, in one statement.
import { z } from 'zod';
import { type AgentListItem, agentListItem, type ListAgentsQuery } from '../../contract/agent';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

const FIGURES = `CROSS JOIN LATERAL (
    SELECT json_build_object('started', count(*), 'succeeded', count(*) FILTER (WHERE r.status = 'succeeded'),
      'failed', count(*) FILTER (WHERE r.status = 'failed')) AS figures
    FROM run r WHERE r.agent = h.name AND NOT is_dry_run(r.id) AND r.created_at >= now() - interval '24 hours') recent`;
const NO_FIGURES = 'CROSS JOIN (SELECT NULL::json AS figures) recent';

const listStatement = (
  figures: string,
) => `SELECT h.name, v.version, true AS active, v.definition, v.created_at AS "createdAt", v.created_by AS "createdBy",
    h.archived_at AS "archivedAt", h.latest_version AS "latestVersion", recent.figures AS "last24h", last.id AS "lastRunId", last.created_at AS "lastRunAt"
  FROM (SELECT * FROM agent WHERE (archived_at IS NOT NULL) = $3 AND name > $1 ORDER BY name LIMIT $2) h
  JOIN agent_version v ON v.name = h.name AND v.version = h.active_version
  ${figures}
  LEFT JOIN LATERAL (
    SELECT r.id, r.created_at FROM run r WHERE r.agent = h.name AND NOT is_dry_run(r.id) ORDER BY r.created_at DESC, r.id DESC LIMIT 1) last ON true
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
  { limit, cursor, archived, figures }: ListAgentsQuery,
): Promise<Page<ListedAgent>> {
  const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? [''];
  try {
    const values = [after, limit + 1, archived === 'only'];
    const statement =
      figures === undefined
        ? { name: 'list_agents', text: listStatement(NO_FIGURES) }
        : { name: 'list_agents_with_figures', text: listStatement(FIGURES) };
    const { rows } = await pool.query<AgentRow>({ ...statement, values });
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

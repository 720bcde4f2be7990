// Knows what calls go to: tools and models in use, where and within which limits, the agents that may call them. Parses no contract whole.
import type { Pool } from 'pg';
import type { DependencyLimits, DependentShape } from '../../contract/breaker';
import { breakerKey } from '../../domain/breaker';
import { endpointOf } from '../../domain/tool';
import { readableJson } from './readable-json';

export type CatalogEntry = {
  readonly kind: 'tool' | 'model';
  readonly name: string;
  readonly version: number;
  /** False: an earlier version, or one taken out of use. */
  readonly active: boolean;
  /** Host and port of its address. */
  readonly endpoint: string;
  readonly timeoutMs: number;
  readonly retry: DependencyLimits['retry'];
  /** Null: no limit. */
  readonly concurrency: number | null;
  /** As declared; null where nothing is. */
  readonly breaker: unknown;
};
type EntryRecord = Omit<CatalogEntry, 'endpoint'> & { readonly address: string | null };

const entriesOf = (kind: 'tool' | 'model', address: string, retry: string, called: string) =>
  `SELECT '${kind}' AS kind, v.name, v.version, (v.version = h.active_version AND h.archived_at IS NULL) AS active,
     ${address} AS address, (definition->>'timeoutMs')::int AS "timeoutMs", ${retry} AS retry,
     definition->'breaker' AS breaker, (definition->>'concurrency')::int AS concurrency
   FROM ${kind} h JOIN LATERAL (SELECT name, version, ${readableJson('definition::text')} AS definition FROM ${kind}_version v
     WHERE v.name = h.name AND ((v.version = h.active_version AND h.archived_at IS NULL)
       OR (v.name, v.version) IN (SELECT * FROM unnest(${called})))) v ON true WHERE ($5::text[] IS NULL OR h.name = ANY($5))`;

const ENTRIES = `${entriesOf('tool', `definition->'http'->>'url'`, `jsonb_build_object('maxAttempts', definition->'retry'->'maxAttempts', 'baseMs', definition->'retry'->'baseMs', 'capMs', definition->'retry'->'capMs')`, '$1::text[], $2::int[]')}
  UNION ALL ${entriesOf('model', `definition->>'baseUrl'`, 'NULL', '$3::text[], $4::int[]')}`;

type Called = { readonly kind: 'tool' | 'model'; readonly name: string; readonly version: number };

/** What is in use, and the versions that were called; of these names only, where they are given. */
export async function catalogEntries(
  pool: Pool,
  called: readonly Called[],
  names: readonly string[] | null = null,
): Promise<CatalogEntry[]> {
  const of = (kind: 'tool' | 'model') => called.filter((one) => one.kind === kind);
  const values = (['tool', 'model'] as const).flatMap((kind) => [
    of(kind).map(({ name }) => name),
    of(kind).map(({ version }) => version),
  ]);
  const { rows } = await pool.query<EntryRecord>({
    name: 'breaker_entries',
    text: ENTRIES,
    values: [...values, names],
  });
  return rows.flatMap(({ address, ...entry }) => {
    const endpoint = address === null ? null : endpointOf(address);
    return endpoint === null ? [] : [{ ...entry, endpoint }]; // calls go nowhere
  });
}

export function keyOf({ kind, name, endpoint }: CatalogEntry): string {
  return breakerKey(kind === 'tool' ? { kind, name, endpoint } : { kind, name });
}

type AgentRecord = DependentShape & { readonly model: string | null; readonly tools: readonly string[] };

const AGENTS = `SELECT h.name AS agent, v.version, v.definition->>'model' AS model,
    ARRAY(SELECT jsonb_path_query(v.definition, '$.tools[*].name') #>> '{}') AS tools,
    coalesce(open.running, 0)::int AS running, coalesce(open.waiting, 0)::int AS waiting
  FROM agent h JOIN LATERAL (SELECT version, ${readableJson('definition::text')} AS definition FROM agent_version v
    WHERE v.name = h.name AND v.version = h.active_version) v ON true
  LEFT JOIN (SELECT agent, count(*) FILTER (WHERE status = 'running') AS running, count(*) FILTER (WHERE status = 'waiting') AS waiting
    FROM run WHERE status IN ('running', 'waiting') AND NOT is_dry_run(id) GROUP BY agent) open ON open.agent = h.name
  WHERE h.archived_at IS NULL ORDER BY h.name`;

/** The agents whose active version may call a tool, or asks a model; `of` answers by name. */
export async function dependentsOf(
  pool: Pool,
): Promise<(kind: 'tool' | 'model', name: string) => DependentShape[]> {
  const { rows } = await pool.query<AgentRecord>({ name: 'breaker_agents', text: AGENTS });
  return (kind, name) =>
    rows
      .filter(({ tools, model }) => (kind === 'tool' ? tools.includes(name) : model === name))
      .map(({ agent, version, running, waiting }) => ({ agent, version, running, waiting }));
}

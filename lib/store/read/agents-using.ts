// Knows which agents use a tool or a model at the version that new runs take.
import type { Transaction } from '../prisma';
import { readableJson } from './readable-json';

const DEFINITION = readableJson('v.definition::text');
const USES = {
  tool: `${DEFINITION} -> 'tools' @> jsonb_build_array(jsonb_build_object('name', $1::text))`,
  model: `(${DEFINITION} ->> 'model' = $1::text OR ${DEFINITION} -> 'routing' -> 'stronger' @> to_jsonb($1::text))`,
} as const;

/** By name; archived agents start no runs and are left out. */
export async function agentsUsing(
  tx: Pick<Transaction, '$queryRawUnsafe'>,
  kind: keyof typeof USES,
  name: string,
): Promise<string[]> {
  const rows = await tx.$queryRawUnsafe<{ name: string }[]>(
    `SELECT h.name FROM agent h JOIN agent_version v ON v.name = h.name AND v.version = h.active_version
     WHERE h.archived_at IS NULL AND ${USES[kind]} ORDER BY h.name`,
    name,
  );
  return rows.map((row) => row.name);
}

// Knows what a policy may speak of: the agents and tools that are in use, and what tools take.
import { z } from 'zod';
import { jsonSchemaDocument } from '../../domain/json';
import type { Database } from '../database';
import { storeError } from '../store-errors';

const names = z.object({
  agents: z.array(z.string()),
  tools: z.array(z.object({ name: z.string(), inputSchema: jsonSchemaDocument })),
});
export type PolicyNames = z.infer<typeof names>;

const READ = `SELECT
  coalesce((SELECT json_agg(name ORDER BY name) FROM agent WHERE archived_at IS NULL), '[]') AS agents,
  coalesce((SELECT json_agg(json_build_object('name', t.name, 'inputSchema', v.definition->'inputSchema') ORDER BY t.name)
    FROM tool t JOIN tool_version v ON v.name = t.name AND v.version = t.active_version WHERE t.archived_at IS NULL), '[]') AS tools`;

export async function readPolicyNames({ pool }: Pick<Database, 'pool'>): Promise<PolicyNames> {
  try {
    const { rows } = await pool.query({ name: 'policy_names', text: READ });
    return names.parse(rows[0]);
  } catch (error) {
    throw storeError(error, 'read what a policy may speak of');
  }
}

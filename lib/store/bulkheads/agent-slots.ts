// Knows the slots that an agent's running runs hold, and how claims take them. A run that leaves its worker frees its slot by that alone.
import { isFree } from './bulkhead-statements';

/** $1 agent. */
export const TAKE_OVER_LIMIT = `UPDATE agent a SET concurrency = (v.definition->>'concurrency')::int FROM agent_version v
  WHERE a.name = $1 AND v.name = a.name AND v.version = a.active_version`;

/** $1 agent. */
export const MAKE_AGENT_SLOTS = `INSERT INTO bulkhead_slot (key, slot) SELECT 'agent:' || name, generate_series(1, concurrency) FROM agent
  WHERE name = $1 AND concurrency IS NOT NULL ON CONFLICT DO NOTHING`;

/** Of the agent in the row `g`: free ones in order, with the count of grants that was seen; none while one above a lowered limit is held. */
const FREE = `SELECT s.slot, s.grants, row_number() OVER (ORDER BY s.slot) AS place FROM bulkhead_slot s
  WHERE s.key = 'agent:' || g.name AND s.slot <= g.concurrency AND ${isFree('s')} AND NOT EXISTS (
    SELECT 1 FROM bulkhead_slot a WHERE a.key = 'agent:' || g.name AND a.slot > g.concurrency AND NOT ${isFree('a')})`;

/** Free slots of all agents that have a limit, numbered within each. */
export const FREE_AGENT_SLOTS = `SELECT g.name AS agent, f.slot, f.grants, f.place FROM agent g CROSS JOIN LATERAL (${FREE}) f WHERE g.concurrency IS NOT NULL`;

/** As it was seen, or nothing: somebody else is taking it. */
export const lockedSlot = (agent: string, slot: string, grants: string) => `SELECT s.slot FROM bulkhead_slot s
  WHERE s.key = 'agent:' || ${agent} AND s.slot = ${slot} AND s.grants = ${grants} FOR NO KEY UPDATE SKIP LOCKED`;

/** One free slot of the agent in the row `g`. */
export const ANY_FREE_SLOT = `SELECT l.slot FROM (${FREE}) f CROSS JOIN LATERAL (${lockedSlot('g.name', 'f.slot', 'f.grants')}) l LIMIT 1`;

// Knows runs of ten steps with their journals and settled attempts, of which nothing is merged yet: for figures, where only the shape of the data matters.
// Written past the runtime; the rows that spend is read from are as the runtime writes them.
import type { Client } from 'pg';

/** Five calls of models and five of tools a run, a minute apart, one in ten failed first; spread evenly over the days before now. */
const CALLS = `CREATE TEMP TABLE seeded_call ON COMMIT DROP AS
  SELECT r.id AS run_id, 2 * n - 1 AS step, a AS attempt, least(r.created_at + make_interval(mins => n), now()) AS at,
    CASE WHEN (i + n) % 3 = 0 THEN 'large' ELSE 'small' END AS model, (i + n) % 10 = 0 AND a = 1 AS failed, 100 + (i * 7 + n) % 900 AS cost,
    400 + i % 300 AS input, 20 + n AS output, i % 200 AS cached,
    CASE WHEN n = 5 THEN '{}' WHEN n = 2 THEN '{payments.lookup,mail.search}' ELSE (array['payments.refund', 'tickets.find', 'payments.lookup', 'docs.read'])[1 + (i + n) % 4 : 1 + (i + n) % 4] END::text[] AS tools
  FROM (SELECT id, created_at, row_number() OVER (ORDER BY id)::int AS i FROM run) r, generate_series(1, 5) n,
    generate_series(1, CASE WHEN (i + n) % 10 = 0 THEN 2 ELSE 1 END) a`;

const ROW = `run_id, seq, kind, step, at, format, runtime_version, payload, payload_hash, prev_hash, hash, cost_micro_usd, tokens`;
const HASHES = `repeat('0', 64), repeat('0', 64), repeat('0', 64)`;
const INTENTS = `INSERT INTO checkpoint (${ROW}) SELECT run_id, 100 + 10 * step + 4 * attempt, 'intent', step, at, 1, 'bench', convert_to(
    '{"attempt":' || attempt || ',"maxOutputTokens":4096,"model":"' || model || '","modelVersion":1,"step":' || step || ',"type":"model"}', 'UTF8'),
    ${HASHES}, 0, 0 FROM seeded_call`;
const USAGE = `'"usage":{"cachedInputTokens":' || cached || ',"inputTokens":' || input || ',"outputTokens":' || output || ',"reasoningTokens":0}}'`;
const RESULTS = `INSERT INTO checkpoint (${ROW}) SELECT run_id, 100 + 10 * step + 4 * attempt + 1, 'result', step, at, 1, 'bench', convert_to('{"attempt":' || attempt ||
    CASE WHEN tools = '{}' OR failed THEN '' ELSE ',"calls":[' || (SELECT string_agg('{"arguments":{"id":"ORD-1"},"callId":"c","decision":{"alternatives":null},"step":2,"tool":"' || tool || '"}', ',')
      FROM unnest(tools) tool) || ']' END || ',"costMicroUsd":' || cost || CASE WHEN failed THEN ',"error":{"class":"retryable","code":"http_503","message":"away"}' ELSE '' END ||
    ',"latencyMs":100,"outcome":"' || CASE WHEN failed THEN 'error' WHEN tools = '{}' THEN 'finish' ELSE 'calls' END || '","reportedModel":"m","step":' || step || ',"type":"model",' || ${USAGE}, 'UTF8'),
    ${HASHES}, cost, input + output FROM seeded_call`;
const TOOL_RESULTS = `INSERT INTO checkpoint (${ROW}) SELECT run_id, 100 + 10 * step + 15, 'result', step + 1, at, 1, 'bench', convert_to('{"attempt":1,"latencyMs":20,"outcome":"succeeded","value":"'
    || repeat('x', 200) || '"}', 'UTF8'), ${HASHES}, 0, 0 FROM seeded_call WHERE NOT failed`;
const DUE = `INSERT INTO spend_due (run_id, step, attempt, called, name, outcome, estimated, settled_at, held_micro_usd, cost_micro_usd, input_tokens, output_tokens, cached_input_tokens, reasoning_tokens)
  SELECT run_id, step, attempt, 'model', model, CASE WHEN failed THEN 'failed' ELSE 'succeeded' END, false, at, 2 * cost, cost, input, output, cached, 0 FROM seeded_call ORDER BY at, run_id, step, attempt`;

/** As the owner, of all runs that there are. @returns how many attempts are to be merged. */
export async function seedSpending(owner: Client): Promise<number> {
  await owner.query('BEGIN');
  for (const statement of [CALLS, INTENTS, RESULTS, TOOL_RESULTS, DUE]) await owner.query(statement);
  const { rows } = await owner.query<{ count: string }>('SELECT count(*) FROM seeded_call');
  await owner.query('COMMIT');
  await owner.query('VACUUM ANALYZE checkpoint');
  return Number(rows[0]?.count);
}

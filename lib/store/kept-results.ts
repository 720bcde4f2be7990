// Knows where results of reads are kept for reuse, and when they are over: by the database's clock alone. Keeps nothing that its secrets no longer read.
import type { Pool } from 'pg';
import { canonicalJson, parseCanonicalJson } from '../domain/canonical-json';
import {
  type AskedRead,
  type KeptResults,
  MOST_KEPT_BYTES,
  type ReadCall,
  SINCE_MARGIN_MS,
} from '../ports/kept-results';
import { storeError } from './store-errors';

/** All of them together: what is beyond is forgotten, the oldest first. */
const MOST_RESULTS = 100_000;
const MOST_BYTES = 536_870_912;

/**
 * The versions in force are looked up before anything is sent, and versions only rise: a result kept under them was read with them or with later ones, and
 * is found only while they are in force, so with them.
 */
const FIND = `WITH named AS (
    SELECT count(*) = count(s.version) AS there, coalesce(string_agg(n.name || ':' || s.version, ',' ORDER BY n.name), '') AS versions
    FROM unnest($4::text[]) AS n(name) LEFT JOIN LATERAL (
      SELECT max(s.version) AS version FROM secret s WHERE s.name = n.name
        AND NOT EXISTS (SELECT FROM secret_removal gone WHERE gone.name = s.name AND gone.version >= s.version)) s ON true)
  SELECT named.there, named.versions, date_trunc('milliseconds', clock_timestamp()) AS now, k.run_id AS "runId", k.step, k.asked_at AS at,
    k.latency_ms AS "latencyMs", k.cost_micro_usd AS "costMicroUsd", k.value, k.tainted, k.private_data AS "privateData"
  FROM named LEFT JOIN kept_result k ON k.tool = $1 AND k.tool_version = $2 AND k.argument_hash = $3 AND k.secrets = named.versions
    AND named.there AND k.expires_at > clock_timestamp() AND k.asked_at > coalesce(
      greatest($5::timestamptz, clock_timestamp() - ($6::timestamptz - $5::timestamptz)) + ${SINCE_MARGIN_MS} * interval '1 ms', '-infinity')`;

const KEEP = `INSERT INTO kept_result (tool, tool_version, argument_hash, secrets, asked_at, expires_at, run_id, step, latency_ms, cost_micro_usd, value,
    tainted, private_data)
  SELECT $1, $2, $3, $4, $5::timestamptz, $5::timestamptz + $6 * interval '1 ms', $7, $8, $9, $10, $11, $12, $13
  WHERE $5::timestamptz + $6 * interval '1 ms' > clock_timestamp()
  ON CONFLICT (tool, tool_version, argument_hash, secrets) DO UPDATE SET asked_at = excluded.asked_at, expires_at = excluded.expires_at,
    run_id = excluded.run_id, step = excluded.step, latency_ms = excluded.latency_ms, cost_micro_usd = excluded.cost_micro_usd,
    value = excluded.value, tainted = excluded.tainted, private_data = excluded.private_data
  WHERE kept_result.asked_at <= excluded.asked_at`;

const FORGET = `DELETE FROM kept_result WHERE expires_at <= now()`;
const FORGET_BEYOND = `DELETE FROM kept_result k USING (
    SELECT tool, tool_version, argument_hash, secrets, row_number() OVER newest AS place, sum(octet_length(value)) OVER newest AS bytes
    FROM kept_result WINDOW newest AS (ORDER BY asked_at DESC, tool, tool_version, argument_hash, secrets)) kept
  WHERE (kept.place > $1 OR kept.bytes > $2) AND (k.tool, k.tool_version, k.argument_hash, k.secrets)
    = (kept.tool, kept.tool_version, kept.argument_hash, kept.secrets)`;

type Found = {
  readonly there: boolean;
  readonly versions: string;
  readonly now: string;
  readonly runId: string | null;
  readonly step: number;
  readonly at: string;
  readonly latencyMs: number;
  readonly costMicroUsd: number;
  readonly value: Buffer;
  readonly tainted: boolean;
  readonly privateData: boolean;
};

/** @param isOutside whether a variable or a file gives the secret: nothing is known of its versions then, and one that the vault has too can't be read. None by default. */
export function createKeptResults(
  pool: Pool,
  isOutside: (name: string) => Promise<boolean> = async () => false,
): KeptResults {
  return {
    async find(call, since) {
      const outside = await Promise.all(call.secrets.map(isOutside));
      if (outside.includes(true)) return { kept: null, asked: null };
      const values = [...keyOf(call), call.secrets, since?.at ?? null, since?.now ?? null];
      const { rows } = await pool
        .query<Found>({ name: 'find_kept_result', text: FIND, values })
        .catch((error: unknown) => Promise.reject(storeError(error, 'find a kept result')));
      const [found] = rows;
      if (!found?.there) return { kept: null, asked: null };
      const { runId, step, at, latencyMs, costMicroUsd, value, tainted, privateData } = found;
      if (runId === null)
        return { kept: null, asked: { ...call, secretVersions: found.versions, at: found.now } };
      const from = { runId, step, at, latencyMs, costMicroUsd };
      const read = parseCanonicalJson(value.toString('utf8'));
      return { kept: { value: read, tainted, privateData, from }, asked: null };
    },
    async keep(asked: AskedRead, { value, tainted, privateData, from }, forMs) {
      const bytes = Buffer.from(canonicalJson(value), 'utf8');
      if (bytes.length > MOST_KEPT_BYTES) return;
      const { runId, step, latencyMs, costMicroUsd } = from;
      const of = [...keyOf(asked), asked.secretVersions, asked.at, forMs];
      const values = [...of, runId, step, latencyMs, costMicroUsd, bytes, tainted, privateData];
      await pool
        .query({ name: 'keep_result', text: KEEP, values })
        .catch((error: unknown) => Promise.reject(storeError(error, 'keep a result')));
    },
  };
}

const keyOf = ({ tool, toolVersion, argumentHash }: ReadCall) => [tool, toolVersion, argumentHash];

/** Those whose time is over, and the oldest where there are too many. */
export async function forgetResults(
  pool: Pool,
  most = { results: MOST_RESULTS, bytes: MOST_BYTES },
): Promise<void> {
  await pool.query(FORGET);
  await pool.query(FORGET_BEYOND, [most.results, most.bytes]);
}
